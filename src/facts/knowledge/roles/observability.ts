import type { ApiPattern } from '../rules';

/** A function that starts the tracking of errors. `automatic`: it catches what nobody catches, and failed requests, by itself. */
export interface TrackerRule {
  readonly api: readonly ApiPattern[];
  readonly automatic: boolean;
}

export const TRACKERS: readonly TrackerRule[] = [
  { automatic: true, api: ['@sentry/{node,bun,deno,nestjs,serverless,aws-serverless,google-cloud-serverless,nextjs,profiling-node,cloudflare}.init', '@sentry/cloudflare.{withSentry,instrumentMcpServer,sentryPagesPlugin,instrumentDurableObjectWithSentry}', '@sentry/node.wrapMcpServerWithSentry', '@hono/sentry.sentry', 'toucan-js.Toucan', '@bugsnag/js.start', '@bugsnag/node.start', '@honeybadger-io/js.configure', 'newrelic', 'elastic-apm-node.start', 'dd-trace.init', 'dd-trace', 'applicationinsights.setup', '@azure/monitor-opentelemetry.useAzureMonitor', '@opentelemetry/sdk-node.NodeSDK', '@opentelemetry/auto-instrumentations-node.getNodeAutoInstrumentations', '@highlight-run/node.H.init', '@appsignal/nodejs.Appsignal', 'airbrake-js', '@airbrake/node.Notifier', '@microlabs/otel-cf-workers.instrument', '@vercel/otel.registerOTel', '@logtail/node.Logtail', '@google-cloud/error-reporting.ErrorReporting'] },
  { automatic: false, api: ['rollbar', 'rollbar.Rollbar', 'raygun.Client', 'raygun', 'posthog-node.PostHog', 'trackjs-node.TrackJS.install', 'lightrun.start'] },
];

/** Calls that hand an error to a tracker. */
export const CAPTURES = /(^|\.)(captureException|captureError|captureEvent|captureMessage|notify|recordException|noticeError|trackException|reportError|sendError|setupExpressErrorHandler|setupFastifyErrorHandler|setupKoaErrorHandler|expressErrorHandler|errorHandler|report|error)$/;

/** Libraries of metrics, by what makes one. */
export interface MetricRule {
  readonly api: readonly ApiPattern[];
  readonly kind: 'counter' | 'histogram' | 'gauge' | 'agent';
}

export const METRICS: readonly MetricRule[] = [
  { kind: 'histogram', api: ['prom-client.{Histogram,Summary}', 'prom-client.client.{Histogram,Summary}', '@opentelemetry/api..createHistogram', 'hot-shots..{timing,histogram,distribution}', 'datadog-metrics.{histogram,distribution}', '@sentry/node.metrics.distribution', 'aws-embedded-metrics..putMetric'] },
  { kind: 'counter', api: ['prom-client.Counter', 'prom-client.client.Counter', '@opentelemetry/api..{createCounter,createUpDownCounter}', 'hot-shots..increment', 'datadog-metrics.increment', '@sentry/node.metrics.{count,increment}', '@aws-lambda-powertools/metrics..addMetric'] },
  { kind: 'gauge', api: ['prom-client.Gauge', '@opentelemetry/api..createObservableGauge'] },
  { kind: 'agent', api: ['express-prom-bundle', 'express-prometheus-middleware', 'fastify-metrics', '@hono/prometheus.prometheus', '@hono/otel.httpInstrumentationMiddleware', '@hono/otel.otel', '@opentelemetry/instrumentation-http.HttpInstrumentation', '@opentelemetry/instrumentation-express.ExpressInstrumentation', '@opentelemetry/auto-instrumentations-node.getNodeAutoInstrumentations', '@fastify/otel.FastifyOtelInstrumentation', '@azure/monitor-opentelemetry.useAzureMonitor', 'applicationinsights.setup', 'newrelic', 'dd-trace.init', 'elastic-apm-node.start', '@microlabs/otel-cf-workers.instrument', '@vercel/otel.registerOTel', 'swagger-stats.getMiddleware', 'express-status-monitor', '@appsignal/nodejs.Appsignal', '@willsoto/nestjs-prometheus.PrometheusModule.register'] },
];
