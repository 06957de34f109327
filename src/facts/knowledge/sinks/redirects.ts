import type { SinkRule } from '../rules';

const redirect = (api: readonly string[], ...places: readonly string[]): SinkRule => ({ api, places, kind: 'open-redirect', note: 'the address that a browser is sent to' });
const LOCATION = [{ place: 'arg0', matches: /^(?:location|refresh)$/i }] as const;

/** Addresses that browsers are sent to, by an answer or by a script. */
export const REDIRECT_SINKS: readonly SinkRule[] = [
  redirect(['express.Response().{redirect,location}', 'fastify.FastifyReply().redirect'], 'arg0', 'arg1'),
  redirect(['koa.Context().redirect', 'koa.Context().response.redirect', 'hono.Context().redirect', '@hapi/hapi.ResponseToolkit().redirect', 'elysia.Context().redirect', 'elysia.redirect', 'Response.redirect', 'next/server.NextResponse.redirect', 'next/navigation.{redirect,permanentRedirect}', '@remix-run/{node,server-runtime,cloudflare}.{redirect,redirectDocument}', 'react-router.{redirect,redirectDocument}', 'remix.LoaderArgs().redirect', 'astro.Astro().redirect'], 'arg0'),
  redirect(['@sveltejs/kit.redirect', 'h3.sendRedirect', 'sendRedirect', '@polka/redirect'], 'arg1', 'arg2'),
  { ...redirect(['express.Response().{set,setHeader,header,append}', 'http.ServerResponse().{setHeader,appendHeader}', 'koa.Context().set', 'koa.Context().response.set', 'fastify.FastifyReply().header', 'hono.Context().header', 'Headers().{set,append}', 'next/server.NextResponse()..set'], 'arg1'), when: LOCATION },
  redirect(['http.ServerResponse().writeHead', 'express.Response().writeHead'], 'arg1.Location', 'arg1.location', 'arg2.Location', 'arg2.location'),
  redirect(['Response', 'next/server.NextResponse'], 'arg1.headers.Location', 'arg1.headers.location'),
  redirect(['@hapi/hapi.ResponseToolkit().response().{location,redirect}'], 'arg0'),
  // Scripts of a page.
  redirect(['location.{assign,replace}', 'window.open', 'window.navigate', 'navigation.navigate', 'next/router.useRouter().{push,replace}', 'next/router.{push,replace}', 'next/navigation.useRouter().{push,replace}', 'Turbolinks.visit', '@hotwired/turbo.visit', '$.mobile.changePage'], 'arg0'),
  redirect(['=location.href', '=window.location', '=document.location', '=self.location', '=top.location', '=parent.location', '=globalThis.location', '=window.open().location'], 'arg0'),
];
