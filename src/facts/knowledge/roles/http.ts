import type { GuardRole } from '../../http';
import type { ApiPattern } from '../rules';

/** A function of a library that makes, or is, a piece of middleware; or that a piece of middleware calls to do its work. */
export interface RoleRule {
  readonly api: readonly ApiPattern[];
  readonly role: GuardRole;
}

const rule = (role: GuardRole, ...api: readonly ApiPattern[]): RoleRule => ({ role, api });

/** Which function of which package stands in front of routes, and what for. */
export const GUARD_ROLES: readonly RoleRule[] = [
  // Rates of requests.
  rule('limiter',
    'express-rate-limit', 'express-rate-limit.rateLimit', 'express-slow-down', 'express-slow-down.slowDown', 'express-brute()..prevent', 'express-limiter()', 'express-limiter',
    'hono-rate-limiter.rateLimiter', '@hono-rate-limiter/cloudflare.cloudflareRateLimiter', '@hono-rate-limiter/cloudflare.rateLimiter', '@elithrar/workers-hono-rate-limit.rateLimit',
    'koa-ratelimit', 'koa2-ratelimit.RateLimit.middleware', 'koa-rate-limit', '@fastify/rate-limit', 'fastify-rate-limit', 'elysia-rate-limit.rateLimit', 'elysia-rate-limit',
    '@nestjs/throttler.ThrottlerGuard', 'hapi-rate-limit', 'hapi-rate-limitor', 'hapi-rate-limiter', 'restify.plugins.throttle', 'nuxt-rate-limit', '@arcjet/node..protect', '@arcjet/next..protect', '@arcjet/bun..protect', '@arcjet/hono..protect',
    'rate-limiter-flexible..consume', 'rate-limiter-flexible..penalty', '@upstash/ratelimit..limit', '@upstash/ratelimit..blockUntilReady', '@unkey/ratelimit..limit', '@vercel/firewall.checkRateLimit',
    'limiter..tryRemoveTokens', 'limiter..removeTokens', 'ratelimiter()..get', 'async-ratelimiter()..get', 'rolling-rate-limiter..limit', 'rolling-rate-limiter..wouldLimit', 'redis-rate-limiter..middleware', 'micro-ratelimit', 'next-rate-limit()..checkNext', 'lambda-rate-limiter()..check', 'token-bucket..take', '@convex-dev/rate-limiter..limit', 'rate-limit-redis', 'better-sqlite3-rate-limiter'),
  // Who is asking.
  rule('authentication',
    '@modelcontextprotocol/{sdk,server,express,hono,fastify}.requireBearerAuth', 'express-jwt.expressjwt', 'express-jwt', 'passport..authenticate', 'koa-passport..authenticate', 'express-oauth2-jwt-bearer.{auth,requiredScopes,claimCheck}', 'express-basic-auth', 'express-bearer-token',
    'hono/bearer-auth.bearerAuth', 'hono/basic-auth.basicAuth', 'hono/jwt.jwt', 'hono/jwk.jwk', '@hono/oidc-auth.oidcAuthMiddleware', '@hono/clerk-auth.clerkMiddleware', '@fastify/bearer-auth', '@fastify/basic-auth', 'fastify-bearer-auth', 'koa-jwt', 'koa-basic-auth',
    '@clerk/express.{requireAuth,clerkMiddleware}', '@nestjs/passport.AuthGuard', '@clerk/mcp-tools/express.{mcpAuth,mcpAuthClerk}', '@clerk/mcp-tools/next.{verifyClerkToken}', 'mcp-handler.{withMcpAuth,experimental_withMcpAuth}', '@cloudflare/workers-oauth-provider', '@cloudflare/workers-oauth-provider.OAuthProvider', 'express-openid-connect.requiresAuth',
    'keycloak-connect()..protect', '@descope/mcp-express.{descopeMcpAuthRouter,descopeMcpBearerAuth}', 'mcp-auth.MCPAuth()..bearerAuth', 'mcp-framework.{JWTAuthProvider,APIKeyAuthProvider,OAuthAuthProvider}', '@elysiajs/bearer.bearer', 'better-auth/plugins.withMcpAuth',
    'jsonwebtoken.verify', 'jose.{jwtVerify,jwtDecrypt,compactVerify}', 'jwt-simple.decode', 'fast-jwt.createVerifier()', 'hono/jwt.verify', 'hono/utils/jwt.verify', '@tsndr/cloudflare-worker-jwt.verify', 'aws-jwt-verify..verify', '@okta/jwt-verifier()..verifyAccessToken', 'google-auth-library..verifyIdToken', 'google-auth-library..getTokenInfo', 'firebase-admin..verifyIdToken', 'firebase-admin/auth..verifyIdToken', '@clerk/backend..verifyToken', '@clerk/backend.verifyToken', '@supabase/supabase-js..getUser', '@supabase/supabase-js..getClaims', 'crypto.timingSafeEqual', 'tsscmp', 'safe-compare', 'secure-compare', 'scmp', 'oauth2-server..authenticate', 'openid-client..tokenIntrospection', '@workos-inc/node..authenticateWithSessionCookie', '@propelauth/express..requireUser', 'stytch..authenticateJwt', 'stytch..introspectTokenLocal'),
  // What browsers may do.
  rule('cors', 'cors', '@fastify/cors', 'fastify-cors', 'hono/cors.cors', '@koa/cors', 'koa2-cors', '@elysiajs/cors.cors', '@elysiajs/cors', 'restify-cors-middleware2'),
  rule('origin', '@modelcontextprotocol/{sdk,server,express,hono,fastify,node}.{hostHeaderValidation,localhostHostValidation,hostHeaderValidationResponse,validateHostHeader,originValidation,localhostOriginValidation}', 'hono/csrf.csrf'),
  // Plain HTTP.
  rule('hsts', 'helmet', 'helmet.{hsts,strictTransportSecurity}', 'hsts', '@fastify/helmet', 'fastify-helmet', 'koa-helmet', 'koa-helmet.hsts', 'hono/secure-headers.secureHeaders', 'lusca.hsts', 'elysia-helmet', 'elysia-helmet.helmet', 'elysia-helmet.elysiaHelmet', 'strict-transport-security..getSTS', '@tinyhttp/helmet'),
  rule('https-redirect', 'express-sslify.HTTPS', 'express-enforces-ssl', 'express-force-https', 'express-force-ssl', 'express-http-to-https.redirectToHTTPS', 'express-to-https..', 'heroku-ssl-redirect', 'koa-sslify', 'koa-force-ssl', 'fastify-https-redirect', 'express-https-redirect', 'express-ssl-redirect', 'ssl-express-www', 'koa-ssl'),
  // What is measured and reported.
  rule('metrics', 'express-prom-bundle', 'express-prometheus-middleware', 'prom-client..{observe,startTimer,inc}', 'fastify-metrics', '@hono/prometheus.prometheus', '@hono/otel.httpInstrumentationMiddleware', '@hono/otel.otel', 'koa-prometheus-exporter..', '@elysiajs/opentelemetry.opentelemetry', 'elysia-prometheus', '@fastify/otel', '@fastify/otel.FastifyOtelInstrumentation', 'express-status-monitor', 'swagger-stats.getMiddleware', 'hot-shots..{timing,histogram,distribution,increment}', '@opentelemetry/api..{record,add}', 'response-time', 'express-api-metrics'),
  rule('tracker', '@sentry/node.{setupExpressErrorHandler,setupFastifyErrorHandler,setupKoaErrorHandler,setupHapiErrorHandler,setupConnectErrorHandler,expressErrorHandler,setupNestErrorHandler}', '@sentry/node.Handlers.{errorHandler,requestHandler}', '@sentry/bun.setupExpressErrorHandler', '@hono/sentry.sentry', '@sentry/hono.sentry', 'rollbar..errorHandler', '@bugsnag/js..getPlugin', '@bugsnag/plugin-express', '@honeybadger-io/js..errorHandler', 'raygun..expressHandler', 'newrelic', '@airbrake/node..', 'elastic-apm-node..'),
  rule('logger', 'morgan', 'pino-http', 'pino-http.pinoHttp', 'express-winston.{logger,errorLogger}', 'hono/logger.logger', 'hono-pino.pinoLogger', 'koa-logger', 'koa-pino-logger', '@elysiajs/logger'),
  rule('body', 'express.{json,urlencoded,raw,text}', 'body-parser.{json,urlencoded,raw,text}', 'body-parser', 'koa-body', 'koa-bodyparser', '@koa/bodyparser', 'multer()..', 'cookie-parser', 'compression', 'express.static', 'serve-static', 'hono/body-limit.bodyLimit', 'hono/compress.compress'),
];

/** The body of a request, as a value or as text to be parsed. Ways by which a framework has checked it are left out. */
export const BODIES: readonly ApiPattern[] = [
  'express.Request().{body,rawBody}', 'koa.Context().request.{body,rawBody}', 'fastify.FastifyRequest().body', '@hapi/hapi.Request().payload', 'micro.{json,text}()', 'co-body()', 'co-body.{json,form,text}()', 'raw-body()',
  'Request().{json(),text(),formData()}', 'hono.Context().req.{json(),text(),parseBody(),formData()}', '@azure/functions.HttpRequest().{json(),text(),formData(),body}', 'h3.{readBody,readRawBody,readFormData}()', '{readBody,readRawBody}()',
  'aws-lambda.{APIGatewayProxyEvent,APIGatewayProxyEventV2,APIGatewayEvent}().body', '@netlify/functions.HandlerEvent().body',
  '@nestjs/common.Body()', 'routing-controllers.{Body,BodyParam}()', '@tsed/common.BodyParams()', 'inversify-express-utils.requestBody()',
];

/** Middleware, hooks and pipes that check bodies against schemas in front of routes. */
export const BODY_CHECKS: readonly ApiPattern[] = [
  'celebrate.{celebrate,validate,Segments}', 'express-validator.{body,check,checkSchema,checkExact,validationResult}', 'express-joi-validation.createValidator()..{body,payload}', 'zod-express-middleware.{validateRequest,validateRequestBody,processRequest,processRequestBody}', 'express-zod-safe', 'express-zod-api..{createConfig,createServer}', 'zod-express.{validateRequestBody}', 'express-json-validator-middleware..validate', 'express-openapi-validator.middleware', 'openapi-backend.OpenAPIBackend', '@asteasolutions/zod-to-openapi..registerPath',
  '@hono/zod-validator.zValidator', '@hono/valibot-validator.vValidator', '@hono/typebox-validator.tbValidator', '@hono/arktype-validator.arktypeValidator', '@hono/effect-validator.effectValidator', '@hono/standard-validator.sValidator', '@hono/ajv-validator.ajvValidator', 'hono/validator.validator', '@hono/zod-openapi.createRoute',
  '@nestjs/common.ValidationPipe', 'nestjs-zod.ZodValidationPipe', '@anatine/zod-nestjs.ZodValidationPipe', 'nestjs-joi.JoiPipe', 'koa-joi-router', 'koa-validate', 'koa-zod-router', '@middy/validator', '@aws-lambda-powertools/parser/middleware.parser', '@aws-lambda-powertools/parser.parser', 'elysia.t.Object',
];

/** Headers that name the client's address, and that any client can send unless a proxy in front replaces them. */
export const FORWARDING_HEADERS: ReadonlySet<string> = new Set(['x-forwarded-for', 'x-real-ip', 'x-client-ip', 'x-forwarded', 'forwarded', 'forwarded-for', 'x-cluster-client-ip', 'x-original-forwarded-for', 'user-agent']);

/** Headers that the network of a platform sets itself, and that do not come through from outside. */
export const PLATFORM_HEADERS: ReadonlySet<string> = new Set(['cf-connecting-ip', 'fly-client-ip', 'true-client-ip', 'x-vercel-forwarded-for', 'x-nf-client-connection-ip', 'fastly-client-ip', 'x-appengine-user-ip', 'x-azure-clientip', 'do-connecting-ip']);
