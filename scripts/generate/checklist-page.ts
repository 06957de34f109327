import { CHECKLIST } from '../../src/checklist/checklist';
import { flowKindInfo } from '../../src/checklist/finding-kinds';
import { FLOW_KIND_IDS } from '../../src/model/flow-kind';
import { FOLLOW_UPS } from '../../src/checklist/follow-ups';
import { gateItem } from '../../src/checklist/gate';
import { GROUPS } from '../../src/checklist/groups';
import { CONTROL_IDS, FOLLOW_UP_IDS, GATE_ITEM_IDS, GROUP_IDS, type ControlId } from '../../src/checklist/ids';
import type { ControlItem, Example } from '../../src/checklist/item';
import { SECTION_IDS, SECTIONS } from '../../src/checklist/sections';
import type { Control } from '../../src/controls/control';
import { CONTROLS, notExamined } from '../../src/controls/registry';
import { fenced, folded, GENERATED_NOTE, page, table } from './markdown';
import type { Generated } from './generated';

/** docs/checklist.md: every item of the checklist, with what each control looks for and can say. */
export const checklistPage: Generated = {
  path: 'docs/checklist.md',
  render: () => page([GENERATED_NOTE, '# The checklist', INTRODUCTION, '## The rows of the scorecard', ...gateTables(), '## The controls', ...SECTION_IDS.flatMap(sectionOf), '## Kinds of data-flow findings', kindTable(), '## After publishing', FOLLOW_UP_NOTE, followUpTable()]),
};

const INTRODUCTION = `A pull request is judged by 63 controls: the 54 of the article "MCP Security Checklist: Before You Publish", and 9 on what only MCP servers get wrong. They roll up to the 30 rows of the scorecard. A required row that fails, is unverified or could not be evaluated blocks the merge.

A control says \`pass\`, \`fail\`, \`not-applicable\`, \`unverified\` (nothing shows it either way, and a person may attest) or \`error\` (what it needs could not be seen). Every verdict shows its evidence.`;

const FOLLOW_UP_NOTE = 'These are due after a release. None of them is part of the merge gate.';

function gateTables(): string[] {
  return GROUP_IDS.flatMap((group) => {
    const rows = GATE_ITEM_IDS.filter((id) => gateItem(id).group === group).map((id) => {
      const item = gateItem(id);
      const controls = CONTROL_IDS.filter((control) => CHECKLIST[control].gate.includes(id)).map(linked);
      return [`**${item.title}** (\`${id}\`)`, item.level, item.requirement, [controls.join(', '), item.evidence ?? ''].filter((text) => text !== '').join('<br>')];
    });
    return [`### ${GROUPS[group]}`, table(['Row', 'Level', 'What it asks', 'What decides it'], rows)];
  });
}

function linked(id: ControlId): string {
  return `[${id}](#${id})`;
}

function sectionOf(section: (typeof SECTION_IDS)[number]): string[] {
  return [`### ${SECTIONS[section]}`, ...CONTROL_IDS.filter((id) => CHECKLIST[id].section === section).flatMap((id) => controlBlocks(id, CHECKLIST[id]))];
}

function controlBlocks(id: ControlId, item: ControlItem): string[] {
  const rows = item.gate.length === 0 ? 'none; it is shown under Monitoring and never blocks' : item.gate.map((gate) => `${gateItem(gate).title} (\`${gate}\`)`).join(', ');
  return [
    `<a id="${id}"></a>`,
    `#### ${item.title}`,
    `\`${id}\`, ${item.level}. Rows of the scorecard: ${rows}.`,
    item.requirement,
    list(['Applies', item.applies], ['Passes', item.passes], ['Fails', item.fails], ['Warns', item.warns], ['Why', item.why], ['Remedy', item.remedy]),
    messages(id),
    `References: ${item.references.map(({ name, url }) => `[${name}](${url})`).join(', ')}.`,
    folded('Good example', exampleOf(item.good)),
    folded('Bad example', exampleOf(item.bad)),
  ];
}

function list(...entries: readonly (readonly [string, string | undefined])[]): string {
  return entries.filter(([, text]) => text !== undefined).map(([term, text]) => `- **${term}.** ${text ?? ''}`).join('\n');
}

/** What the control can say, from the control itself; nothing for one that this version does not have. */
function messages(id: ControlId): string {
  // The registry keeps the narrow type of each control; here only its messages matter.
  const control = CONTROLS[id] as Control | typeof notExamined;
  if (control === notExamined) return 'This version does not examine it: it is shown as not examined and never blocks.';
  const rows = Object.entries(control.messages).map(([message, { severity, nature, text, remedy, cwe }]) => [
    `\`${message}\``, severity, nature, text.replaceAll('<', '&lt;'), remedy.replaceAll('<', '&lt;'), cwe === undefined ? '' : `[CWE-${cwe}](https://cwe.mitre.org/data/definitions/${cwe}.html)`,
  ]);
  return rows.length === 0 ? '' : folded('What it can say', table(['Message', 'Severity', 'Nature', 'Text', 'Remedy', 'CWE'], rows));
}

function exampleOf(example: Example): string {
  return `\`${example.show}\`\n\n${fenced(example.files[example.show] ?? '', example.show)}`;
}

function kindTable(): string {
  const rows = FLOW_KIND_IDS.map((kind) => {
    const info = flowKindInfo(kind);
    return [`**${info.title}** (\`${kind}\`)`, `[CWE-${info.cwe}](https://cwe.mitre.org/data/definitions/${info.cwe}.html)`, linked(info.control), info.explanation, info.remedy];
  });
  return table(['Kind', 'CWE', 'Control', 'What happens', 'Remedy'], rows);
}

function followUpTable(): string {
  return table(['When', 'What', 'Shown by itself when'], FOLLOW_UP_IDS.map((id) => [FOLLOW_UPS[id].period, `**${FOLLOW_UPS[id].title}** (\`${id}\`)`, FOLLOW_UPS[id].shown ?? 'Nothing can be shown.']));
}
