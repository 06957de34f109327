import type { ApiPattern } from '../rules';

/** Calls that send an event to a service which measures use. The event's name and data are found among the arguments. */
export const ANALYTICS_CALLS: readonly { readonly api: readonly ApiPattern[] }[] = [
  { api: ['posthog-node..{capture,captureImmediate,identify,groupIdentify,alias}', 'posthog-js..{capture,identify,register}', 'posthog..{capture,identify}'] },
  { api: ['@segment/analytics-node..{track,identify,page,group}', 'analytics-node..{track,identify,page,group}', '@segment/analytics-next..{track,identify,page}', '@rudderstack/rudder-sdk-node..{track,identify,page}'] },
  { api: ['mixpanel..track', 'mixpanel..people.set', 'mixpanel-browser..{track,identify,register}', 'mixpanel.init()..{track,import}'] },
  { api: ['@amplitude/analytics-node..{track,identify,logEvent}', '@amplitude/analytics-browser..{track,identify,logEvent}', '@amplitude/node..logEvent', 'amplitude..track'] },
  { api: ['applicationinsights..{trackEvent,trackTrace,trackRequest}', '@vscode/extension-telemetry..{sendTelemetryEvent,sendTelemetryErrorEvent}'] },
  { api: ['universal-analytics()..{event,pageview,send}', 'ga-4-react..gtag', 'react-ga4..{event,send}', 'react-ga..{event,pageview}', 'gtag', 'dataLayer.push', 'window.dataLayer.push'] },
  { api: ['@statsig/statsig-node..logEvent', 'statsig-node..logEvent', 'launchdarkly-node-server-sdk..track', '@launchdarkly/node-server-sdk..track', 'customerio-node..{track,identify}', '@heap/heap-node..track', 'plausible-tracker()..trackEvent', '@vercel/analytics.track', '@vercel/analytics/server.track', '@openpanel/sdk..{track,identify}', '@logsnag/node..{track,identify,publish}', 'logsnag..{track,publish}', 'keen-tracking..recordEvent', '@umami/node..{track,identify}'] },
];

/** Metrics that count: a call on one of these is a measurement. The name stands in the call that makes it. */
export const COUNTER_CALLS: readonly { readonly api: readonly ApiPattern[] }[] = [
  { api: ['prom-client.{Counter,Gauge,Histogram,Summary}()..{inc,observe,set,startTimer}', 'prom-client..{inc,observe}', '@opentelemetry/api..{add,record}', 'hot-shots..{increment,gauge,histogram,distribution,count,timing}', 'node-statsd..{increment,gauge,timing}', 'statsd-client..{increment,gauge,counter}', 'dd-trace..{increment,gauge,histogram,distribution}', '@sentry/node.metrics..{increment,count,distribution,gauge,set}', '@aws-lambda-powertools/metrics..addMetric', 'aws-embedded-metrics..putMetric', '@google-cloud/monitoring..createTimeSeries', 'newrelic.{recordMetric,incrementMetric,recordCustomEvent}', '@cloudflare/workers-types..writeDataPoint', 'cloudflare.Env()..writeDataPoint', 'hono.Context().env..writeDataPoint', '@pm2/io..{inc,set,mark}'] },
];

/** Pieces of HTML and addresses by which a page is measured. */
export const BROWSER_TRACKERS = /googletagmanager\.com\/(?:gtag|gtm)|google-analytics\.com\/|connect\.facebook\.net\/|static\.hotjar\.com|clarity\.ms\/tag|cdn\.segment\.com\/analytics|cdn\.mxpnl\.com|cdn\.amplitude\.com|js\.hs-scripts\.com|snap\.licdn\.com|analytics\.tiktok\.com|static\.ads-twitter\.com|cdn\.heapanalytics\.com|fullstory\.com\/s\/fs\.js|mc\.yandex\.ru\/metrika|bat\.bing\.com/i;

/** Packages that measure a visitor in the browser. */
export const BROWSER_ANALYTICS = /^(?:posthog-js|mixpanel-browser|@amplitude\/analytics-browser|@segment\/analytics-next|react-ga4?|ga-4-react|react-gtm-module|@hotjar\/browser|@fullstory\/browser|logrocket|react-facebook-pixel)(?:\/|$)/;

/** Packages that ask for consent to cookies. */
export const CONSENT_PACKAGES = /^(?:vanilla-cookieconsent|cookieconsent|react-cookie-consent|klaro|@cookie-consent\/.*|@orestbida\/.*|tarteaucitronjs|@c15t\/.*|c15t|@osano\/.*|@onetrust\/.*|@usercentrics\/.*|react-cookie-manager|cookie-though|astro-cookieconsent)(?:\/|$)/;
