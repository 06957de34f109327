import { readFile } from 'node:fs/promises';
import { CHECKLIST } from '../../src/checklist/checklist';
import { gateItem } from '../../src/checklist/gate';
import { GROUPS } from '../../src/checklist/groups';
import { CONTROL_IDS, GATE_ITEM_IDS } from '../../src/checklist/ids';
import { SECTION_IDS, SECTIONS } from '../../src/checklist/sections';
import { HELP } from '../../src/cli/arguments';
import { CONTROLS, notExamined } from '../../src/controls/registry';
import { actionTables } from './action-tables';
import { fenced, table } from './markdown';
import { fillRegions } from './regions';
import type { Generated } from './generated';

/** README.md: written by hand, save the usage of the command and the tables of inputs, outputs, rows and controls. */
export const readme: Generated = {
  path: 'README.md',
  render: async (current) => {
    if (current === undefined) throw new Error('README.md is missing; its generated regions need a page to stand in.');
    return fillRegions(current, { ...actionTables(await readFile('action.yml', 'utf8')), status: status(), usage: fenced(HELP, 'usage.txt'), rows: rowsTable(), controls: controlsTable() });
  },
};

/** How much of the checklist this version decides; an item without a control is shown as not examined. */
function status(): string {
  const examined = CONTROL_IDS.filter((id) => (CONTROLS[id] as unknown) !== notExamined).length;
  const rest = CONTROL_IDS.length - examined;
  return rest === 0
    ? `This version decides all ${CONTROL_IDS.length} controls of the checklist.`
    : `This version decides ${examined} of the ${CONTROL_IDS.length} controls of the checklist. The other ${rest} are shown as not examined: never as a pass, and they never block.`;
}

function rowsTable(): string {
  return table(['Group', 'Row', 'Level'], GATE_ITEM_IDS.map((id) => [GROUPS[gateItem(id).group], gateItem(id).title, gateItem(id).level]));
}

function controlsTable(): string {
  const rows = SECTION_IDS.map((section) => [SECTIONS[section], CONTROL_IDS.filter((id) => CHECKLIST[id].section === section).map((id) => `[${CHECKLIST[id].title}](docs/checklist.md#${id})`).join('<br>')]);
  return table(['Section', 'Controls'], rows);
}
