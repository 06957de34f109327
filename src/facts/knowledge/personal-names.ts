/** What the names of columns, fields and tables say of the data in them. Names are compared in snake case. */

/** `passwordHash` → `password_hash`. */
export function snake(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[\s.-]+/g, '_').toLowerCase();
}

export type SensitiveKind = 'password' | 'secret' | 'identity' | 'health' | 'card';

/** Endings that say how a value is kept, not what it is. */
const KEPT = '(?:_(?:hash|hashed|digest|enc|encrypted|cipher|ciphertext|secret|value|text|plain))?';
const SENSITIVE: readonly (readonly [SensitiveKind, RegExp])[] = [
  ['password', new RegExp(`^(?:hashed_|encrypted_|user_|account_|login_|admin_|master_)?(?:password|passwd|passphrase|passcode|pwd)${KEPT}$`)],
  ['secret', new RegExp(`^(?:[a-z]+_)?(?:access|refresh|auth|bearer|oauth|session|reset|api|bot|personal_access|id|login|provider)_token${KEPT}$|^token${KEPT}$|^(?:[a-z]+_)?(?:api_?key|client_secret|private_key|secret_key|secret_access_key|signing_key|encryption_key|webhook_secret|totp_secret|mfa_secret|two_factor_secret|recovery_codes?)${KEPT}$|^(?:hashed|encrypted)_(?:token|key|secret|api_key)$`)],
  ['identity', new RegExp(`^(?:[a-z]+_)?(?:ssn|social_security(?:_number)?|tax_id|national_id|passport(?:_(?:number|no))?|driver_?s?_licen[cs]e(?:_number)?|identity_number|iban|bank_account(?:_number)?|routing_number)${KEPT}$`)],
  ['health', new RegExp(`^(?:[a-z]+_)?(?:diagnos[ie]s|medical_(?:history|record|notes|record_number)|health_(?:record|data|condition|status|insurance_number)|prescriptions?|blood_type|allergies|hiv_status|disability|mental_health)${KEPT}$`)],
  ['card', new RegExp(`^(?:credit_?card|debit_?card|card)_(?:number|no|num|pan)${KEPT}$|^(?:cc_number|creditcard|primary_account_number|cvv2?|cvc2?|card_cvv|card_cvc|card_code|track[12]?_data|magstripe)${KEPT}$`)],
];
/** Counts, limits and identifiers of what is sensitive are not. */
const ABOUT = /(?:^|_)(?:count|counts|length|limit|max|min|used|usage|total|expires?|expiry|expires_at|created_at|updated_at|at|type|ttl|name|label|prefix|hint|last4|last_four|last_4|reset_required|strength|algorithm|policy|version|url|endpoint)$/;

/** What kind of sensitive data a name speaks of; undefined for other names. */
export function sensitiveKind(name: string): SensitiveKind | undefined {
  const plain = snake(name);
  if (ABOUT.test(plain)) return undefined;
  return SENSITIVE.find(([, pattern]) => pattern.test(plain))?.[0];
}

const PERSONAL = /^(?:[a-z]+_)?(?:e_?mail(?:_address)?|phone(?:_number)?|mobile(?:_number)?|full_name|first_name|last_name|given_name|family_name|surname|display_name|real_name|birth_?(?:date|day)|date_of_birth|dob|ip_?(?:address|addr)?|user_?agent|home_address|street(?:_address)?|postal_(?:code|address)|zip_?code|shipping_address|billing_address|gender|nationality|fingerprint|device_id|gps|geo_?location|latitude|longitude|customer_name|user_?name)$/;
const PERSON_ID = /^(?:user|customer|account|member|owner|author|person|patient|employee|visitor|client|subscriber|tenant|contact|profile)_?(?:id|uuid|sub|key)?$|^(?:sub|email|created_by|visitor_id|session_user)$/;

/** Whether a name speaks of data about a person. */
export function isPersonal(name: string): boolean {
  const plain = snake(name);
  return PERSONAL.test(plain) || PERSON_ID.test(plain) || sensitiveKind(name) !== undefined;
}

/** Whether a name points to a person: what rows of that person are found by. */
export function isPersonId(name: string): boolean {
  return PERSON_ID.test(snake(name));
}

const PEOPLE = /^(?:app_?|tbl_?|auth_?)?(?:users?|accounts?|customers?|members?|people|persons?|profiles?|user_(?:data|profiles?|accounts?|info|details)|patients?|employees?|subscribers?|contacts?|students?|clients?|visitors?|guests?|leads|signups|registrations|players?)$/;

/** Whether the rows of a table are people. */
export function isPeopleTable(table: string | undefined): boolean {
  return table !== undefined && PEOPLE.test(snake(table));
}

const ACCOUNTS = /^(?:app_?|tbl_?|auth_?)?(?:users?|accounts?|members?|customers?|subscribers?|signups|registrations|user_accounts?|players?)$/;

/** Whether the rows of a table are accounts. */
export function isAccountTable(table: string | undefined): boolean {
  return table !== undefined && ACCOUNTS.test(snake(table));
}

const USAGE = /(?:^|_)(?:usage|access|audit|activity|request|event|call|visit|analytics|telemetry|tool_call|page_view|login|search|query)_?(?:logs?|events?|history|records?|stats|data)?s?$|(?:^|_)(?:logs|usage|telemetry|analytics|metrics_events|page_?views|tool_calls|api_calls|visits)$/;

/** Whether the rows of a table say who used what, and when. */
export function isUsageTable(table: string | undefined): boolean {
  return table !== undefined && USAGE.test(snake(table)) && !/calendar|^events?$|^quer(?:y|ies)$|^search(?:es)?$|^calls?$|^requests?$/.test(snake(table));
}

/** Whether a name is that of a moment. */
export function isTime(name: string): boolean {
  return /(?:^|_)(?:at|on|date|time|timestamp|ts|created|updated|expires|expiry|expiration|last_seen|last_used|when|day)$/.test(snake(name)) || /^(?:created|updated|expires?|inserted|logged|timestamp|last)_/.test(snake(name));
}

/** Data that says where or on which device a person is, and that few services need. */
export function isIntrusive(name: string): boolean {
  return /^(?:[a-z]+_)?(?:fingerprint|gps(?:_[a-z]+)?|geo_?location|location|latitude|longitude|lat|lng|home_address|street_address|postal_address|address)$/.test(snake(name)) && !/^(?:ip|e_?mail|mail|web|url|contract|wallet|host|file|meeting|event|office|store|job)_/.test(snake(name));
}

/** Whether a name speaks of somebody's agreement. */
export function isConsent(name: string): boolean {
  return /(?:^|_)(?:consents?|opt_?ins?|gdpr|agreements?|accepted_(?:terms|privacy|cookies)|cookie_preferences|cookies_accepted|privacy_accepted)(?:_|$)/.test(snake(name));
}
