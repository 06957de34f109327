import type { ControlId } from '../checklist/ids';
import { apiKeyValidation } from './authentication/api-key-validation';
import { jwtExpiration } from './authentication/jwt-expiration';
import { rateLimiting } from './authentication/rate-limiting';
import { scopedPermissions } from './authentication/scoped-permissions';
import type { Control } from './control';
import { circuitBreaker } from './error-handling/circuit-breaker';
import { retry } from './error-handling/retry';
import { consistentErrors } from './error-handling/consistent-errors';
import { privacyPolicyPublished } from './gdpr/privacy-policy-published';
import { firstTimeSetup } from './documentation/first-time-setup';
import { installationInstructions } from './documentation/installation-instructions';
import { noRawCardData } from './pci-dss/no-raw-card-data';
import { paymentProcessor } from './pci-dss/payment-processor';
import { fileUploadValidation } from './input-validation/file-upload-validation';
import { consentTracked } from './gdpr/consent-tracked';
import { cookieConsent } from './gdpr/cookie-consent';
import { metricRevenue } from './monitoring/metric-revenue';
import { metricUserGrowth } from './monitoring/metric-user-growth';
import { dataDeletionEndpoint } from './gdpr/data-deletion-endpoint';
import { dataMinimization } from './data-protection/data-minimization';
import { dataRetention } from './data-protection/data-retention';
import { dataEncryption } from './data-protection/data-encryption';
import { secretsManagement } from './data-protection/secrets-management';
import { inputSchemas } from './input-validation/input-schemas';
import { untrustedInput } from './mcp/untrusted-input';
import { xss } from './input-validation/xss';
import { sqlInjection } from './input-validation/sql-injection';
import { tls } from './data-protection/tls';
import { sslEnforced } from './pci-dss/ssl-enforced';
import { errorTracking } from './logging/error-tracking';
import { metricErrorRates } from './monitoring/metric-error-rates';
import { metricRequestVolumes } from './monitoring/metric-request-volumes';
import { metricResponseTimes } from './monitoring/metric-response-times';
import { cacheInvalidation } from './performance/cache-invalidation';
import { caching } from './performance/caching';
import { nPlusOne } from './performance/n-plus-one';
import { databaseIndexes } from './performance/database-indexes';
import { toolUnitTests } from './testing/tool-unit-tests';
import { logRedaction } from './logging/log-redaction';
import { structuredLogging } from './logging/structured-logging';

/** What an item of the checklist has until its control is written. */
export const notExamined = 'not-examined';
export type NotExamined = typeof notExamined;

/**
 * Every control by id, in the order of the checklist. An item without an entry, an entry without an item and a
 * misspelt id do not compile.
 */
export const CONTROLS = {
  'api-key-validation': apiKeyValidation,
  'rate-limiting': rateLimiting,
  'jwt-expiration': jwtExpiration,
  'scoped-permissions': scopedPermissions,
  'input-schemas': inputSchemas,
  'sql-injection': sqlInjection,
  xss,
  'file-upload-validation': fileUploadValidation,
  'secrets-management': secretsManagement,
  'data-encryption': dataEncryption,
  tls,
  'data-minimization': dataMinimization,
  'data-retention': dataRetention,
  'structured-logging': structuredLogging,
  'log-redaction': logRedaction,
  'error-tracking': errorTracking,
  'circuit-breaker': circuitBreaker,
  retry,
  'consistent-errors': consistentErrors,
  caching,
  'cache-invalidation': cacheInvalidation,
  'database-indexes': databaseIndexes,
  'n-plus-one': nPlusOne,
  'tool-unit-tests': toolUnitTests,
  'endpoint-integration-tests': notExamined,
  'sql-injection-tests': notExamined,
  'xss-tests': notExamined,
  'endpoints-documented': notExamined,
  'formats-specified': notExamined,
  'error-codes-documented': notExamined,
  'code-examples': notExamined,
  'authentication-explained': notExamined,
  'rate-limits-specified': notExamined,
  'installation-instructions': installationInstructions,
  'first-time-setup': firstTimeSetup,
  'common-errors': notExamined,
  troubleshooting: notExamined,
  'example-usage': notExamined,
  'privacy-policy-published': privacyPolicyPublished,
  'data-deletion-endpoint': dataDeletionEndpoint,
  'cookie-consent': cookieConsent,
  'consent-tracked': consentTracked,
  'no-raw-card-data': noRawCardData,
  'payment-processor': paymentProcessor,
  'ssl-enforced': sslEnforced,
  'metric-response-times': metricResponseTimes,
  'metric-error-rates': metricErrorRates,
  'metric-request-volumes': metricRequestVolumes,
  'metric-user-growth': metricUserGrowth,
  'metric-revenue': metricRevenue,
  'alert-error-rate': notExamined,
  'alert-slow-responses': notExamined,
  'alert-database': notExamined,
  'alert-security-events': notExamined,
  'untrusted-input': untrustedInput,
  'origin-validation': notExamined,
  'network-binding': notExamined,
  'http-authentication': notExamined,
  'token-passthrough': notExamined,
  'tool-text': notExamined,
  'sdk-version': notExamined,
  'tool-annotations': notExamined,
  'registry-metadata': notExamined,
} satisfies Record<ControlId, Control<never> | Control | NotExamined>;
