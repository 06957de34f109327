import { searched, seenAt } from '../../model/evidence';
import { control } from '../control';

/** Scopes that allow everything, or everything of a service. */
const ALL_POWERFUL = /^(\*|.*[:./]\*|admin|root|superuser|full_access|full-access|all|https:\/\/www\.googleapis\.com\/auth\/(cloud-platform|drive)|https:\/\/mail\.google\.com\/?|admin:(org|enterprise)|full)$/i;

/** Each tool and route asks whether the caller may use it, and the server asks for no wider scope than it needs. */
export const scopedPermissions = control({
  id: 'scoped-permissions',
  needs: ['permissions', 'http'],
  applies: ['authentication'],
  exhaustive: true,
  messages: {
    'wide-scope': { severity: 'fail', nature: 'defect', cwe: 250, text: 'The scope `{scope}` allows far more than single tools need.', remedy: 'Ask for the narrowest scopes that the tools use.' },
    'unscoped-tool': { severity: 'fail', nature: 'defect', cwe: 862, text: 'The tool `{name}` may destroy something, as its name or its hints say, and asks for no scope of the caller, while other tools do.', remedy: 'Check the scopes of the caller at the start of its handler, as the other tools do.' },
    'open-cors': { severity: 'fail', nature: 'defect', cwe: 942, text: 'Pages of any origin may send requests with the credentials of the visitor and read the answers.', remedy: 'List the origins that may, or leave credentials out.' },
  },
  judge: ({ permissions, http }, say) => {
    const { tools, requested, demanded, checks } = permissions;
    const checked = tools.filter((tool) => tool.checked);
    const cors = http.applications.flatMap((application) => application.cors).filter((setting) => setting.credentials && (setting.origin === 'any' || setting.origin === 'reflected'));
    const findings = [
      ...requested.filter(({ scope }) => ALL_POWERFUL.test(scope)).map(({ scope, location }) => say('wide-scope', { at: location, data: { scope }, anchor: `scope ${scope}` })),
      ...(checked.length === 0 || demanded.length > 0 ? [] : tools.filter((tool) => tool.destructive && !tool.checked)).map((tool) => say('unscoped-tool', { at: tool.location, data: { name: tool.name }, anchor: `tool ${tool.name}` })),
      ...cors.map((setting) => say('open-cors', { at: setting.location, anchor: 'open cors' })),
    ];
    const specific = requested.filter(({ scope }) => !ALL_POWERFUL.test(scope));
    const evidence = [
      ...demanded.slice(0, 3).map(({ scope, location }) => seenAt(location, `No request gets through without the scope \`${scope}\`.`)),
      ...checked.slice(0, 5).map((tool) => seenAt(tool.location, `The tool \`${tool.name}\` asks what the caller may do.`)),
      ...specific.slice(0, 5).map(({ scope, location }) => seenAt(location, `The scope \`${scope}\` is asked for, which is specific.`)),
      ...checks.slice(0, 3).map((location) => seenAt(location, 'The scopes or roles of the caller are read here.')),
    ];
    if (findings.length > 0 || evidence.length > 0) return { findings, evidence };
    // One secret for everybody, or a log-in without scopes: nothing to judge.
    return { findings, evidence: [searched('Looked for scopes or roles of callers and for scopes that the server asks for.')], notApplicable: 'scopes or roles, by which callers would be told apart' };
  },
});
