import type { Reference } from './item';

/** Chapters of OWASP ASVS 5.0.0, by number, as their files are named in its repository. */
const ASVS_CHAPTERS: Readonly<Record<number, string>> = {
  1: '0x10-V1-Encoding-and-Sanitization',
  2: '0x11-V2-Validation-and-Business-Logic',
  3: '0x12-V3-Web-Frontend-Security',
  4: '0x13-V4-API-and-Web-Service',
  5: '0x14-V5-File-Handling',
  8: '0x17-V8-Authorization',
  9: '0x18-V9-Self-contained-Tokens',
  10: '0x19-V10-OAuth-and-OIDC',
  11: '0x20-V11-Cryptography',
  12: '0x21-V12-Secure-Communication',
  13: '0x22-V13-Configuration',
  14: '0x23-V14-Data-Protection',
  15: '0x24-V15-Secure-Coding-and-Architecture',
  16: '0x25-V16-Security-Logging-and-Error-Handling',
};

/** Pages of the OWASP MCP Top 10, 2025 beta, by number. Their names hold an en dash and an ampersand. */
const MCP_TOP_10: Readonly<Record<number, string>> = {
  1: 'MCP01-2025-Token-Mismanagement-and-Secret-Exposure',
  2: 'MCP02-2025–Privilege-Escalation-via-Scope-Creep',
  3: 'MCP03-2025–Tool-Poisoning',
  4: 'MCP04-2025–Software-Supply-Chain-Attacks&Dependency-Tampering',
  5: 'MCP05-2025–Command-Injection&Execution',
  6: 'MCP06-2025–Intent-Flow-Subversion',
  7: 'MCP07-2025–Insufficient-Authentication&Authorization',
  8: 'MCP08-2025–Lack-of-Audit-and-Telemetry',
  9: 'MCP09-2025–Shadow-MCP-Servers',
  10: 'MCP10-2025–ContextInjection&OverSharing',
};

/** Revisions of the MCP specification that servers in the field follow. */
export type SpecRevision = '2025-06-18' | '2025-11-25' | '2026-07-28';

/** A weakness of MITRE's enumeration, e.g. `cwe(89)`. */
export function cwe(id: number): Reference {
  return { name: `CWE-${id}`, url: `https://cwe.mitre.org/data/definitions/${id}.html` };
}

/** A requirement of OWASP ASVS 5.0, e.g. `asvs('1.2.4')`. Throws for a chapter that no control rests on. */
export function asvs(requirement: string): Reference {
  const chapter = ASVS_CHAPTERS[Number.parseInt(requirement, 10)];
  if (chapter === undefined) throw new Error(`ASVS ${requirement} is of a chapter whose page is not listed.`);
  return { name: `OWASP ASVS 5.0 V${requirement}`, url: `https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/${chapter}.md` };
}

/** A risk of the OWASP MCP Top 10, 2025 beta, e.g. `mcpTop10(5)`. Throws for a number outside 1 to 10. */
export function mcpTop10(number: number): Reference {
  const page = MCP_TOP_10[number];
  if (page === undefined) throw new Error(`The OWASP MCP Top 10 has no risk ${number}.`);
  return {
    name: `OWASP MCP${String(number).padStart(2, '0')}:2025 (beta)`,
    url: `https://owasp.org/www-project-mcp-top-10/2025/${encodeURIComponent(page)}`,
  };
}

/** A page of the MCP specification, e.g. `spec('2026-07-28', 'server/tools')`. */
export function spec(revision: SpecRevision, page: string): Reference {
  return { name: `MCP specification ${revision}, ${page}`, url: `https://modelcontextprotocol.io/specification/${revision}/${page}` };
}

/** The security best practices that accompany the MCP specification. */
export const MCP_BEST_PRACTICES: Reference = {
  name: 'MCP security best practices',
  url: 'https://modelcontextprotocol.io/specification/2025-11-25/basic/security_best_practices',
};

/** An article of the GDPR (Regulation (EU) 2016/679), e.g. `gdpr('5(1)(c)')`. */
export function gdpr(article: string): Reference {
  return { name: `GDPR Art. ${article}`, url: `https://gdpr-info.eu/art-${Number.parseInt(article, 10)}-gdpr/` };
}

/** A requirement of PCI DSS v4.0.1, e.g. `pci('3.3.1')`; the standard is published as one document. */
export function pci(requirement: string): Reference {
  return { name: `PCI DSS v4.0.1 ${requirement}`, url: 'https://www.pcisecuritystandards.org/document_library/?category=pcidss' };
}

/** A cheat sheet of OWASP, e.g. `cheatSheet('Query_Parameterization')`. */
export function cheatSheet(name: string): Reference {
  return { name: `OWASP cheat sheet: ${name.replaceAll('_', ' ')}`, url: `https://cheatsheetseries.owasp.org/cheatsheets/${name}_Cheat_Sheet.html` };
}

/** A document of the IETF, e.g. `rfc(8725, 'JSON Web Token best current practices')`. */
export function rfc(number: number, title: string): Reference {
  return { name: `RFC ${number}, ${title}`, url: `https://www.rfc-editor.org/rfc/rfc${number}` };
}

/** Any other page. */
export function page(name: string, url: string): Reference {
  return { name, url };
}
