import { NO_NODE } from '../model/flow-graph';
import { decoratedMethods } from './entries/decorated';
import type { EntryPoint } from './entries/entry';
import { fileEntries } from './entries/files';
import { frameworkClasses } from './entries/framework-classes';
import { handledCall } from './entries/handled';
import { addedTools, describedTools } from './entries/objects';
import { offered } from './entries/offered';
import type { Sight } from './entries/read';
import { answersByHand, rawEntries } from './entries/raw';
import { registeredTools } from './entries/registered';
import { requestHandler } from './entries/requests';
import { endsOf } from '../facts/knowledge/patterns';
import type { PointsTo } from './points-to/result';
import { fileOfCall, type Program } from './program';

/** The SDKs, and what calls itself by the name of the protocol: wrappers, tunnels and frameworks. */
const MCP = /^(@modelcontextprotocol\/|fastmcp|agents|litemcp|xmcp|tmcp|muppet|easymcp|@nestjs-mcp\/|@smithery\/sdk|(@[^/]+\/)?([\w.]+-)*mcp(-|\/|$))/;

/** Whether anything of the program imports an MCP library, holds one, or answers the methods of the protocol by itself. */
export function usesMcp(program: Program): boolean {
  return program.files.some((file) => file.product && file.flow.imports.some((specifier) => MCP.test(specifier))) || bundlesMcp(program) || answersByHand(program);
}

/** A bundle that holds the SDK itself: a class with the server's methods, and the protocol's method names as literals. */
function bundlesMcp(program: Program): boolean {
  const server = program.classes.some((cls) => cls.methods['registerTool'] !== undefined || cls.methods['setRequestHandler'] !== undefined || cls.methods['addTool'] !== undefined);
  return server && program.origins.some((origin) => origin?.k === 'const' && origin.value === 'tools/call');
}

/** Finds every tool, resource, prompt and dispatcher that the program registers. */
export function findEntryPoints(program: Program, points: PointsTo): EntryPoint[] {
  if (!usesMcp(program)) return [];
  const sight: Sight = { program, points };
  const found: EntryPoint[] = [];
  program.calls.forEach((call, index) => {
    if (call.kind !== 'call') return;
    // A function is known by what it was imported as, a method by its name alone.
    const names = call.recv === NO_NODE ? points.apis(index).filter((path) => MCP.test(path)).map((path) => endsOf(path).last) : [call.name];
    const name = names.find((each) => Object.hasOwn(REGISTRATIONS, each));
    const find = name === undefined ? undefined : REGISTRATIONS[name];
    if (find && fileOfCall(program, index)?.product) found.push(...find(sight, index));
  });
  found.push(...frameworkClasses(sight), ...decoratedMethods(sight), ...fileEntries(sight));
  if (found.every((entry) => entry.kind !== 'tool' && entry.kind !== 'dispatch')) found.push(...rawEntries(sight));
  const known = new Set(found.flatMap((entry) => entry.handlers));
  return unique([...found, ...describedTools(sight, known)]);
}

const REGISTRATIONS: Readonly<Record<string, (sight: Sight, index: number) => EntryPoint[]>> = {
  registerTool: registeredTools, tool: registeredTools, registerAppTool: registeredTools, defineTool: registeredTools,
  addTool: addedTools, addTools: addedTools,
  registerResource: (sight, index) => handledCall(sight, index, 'resource'), resource: (sight, index) => handledCall(sight, index, 'resource'),
  registerAppResource: (sight, index) => handledCall(sight, index, 'resource'), defineResource: (sight, index) => handledCall(sight, index, 'resource'),
  addResource: (sight, index) => offered(sight, index, 'resource'), addResources: (sight, index) => offered(sight, index, 'resource'),
  addResourceTemplate: (sight, index) => offered(sight, index, 'resource'), addResourceTemplates: (sight, index) => offered(sight, index, 'resource'),
  resourceTemplate: (sight, index) => offered(sight, index, 'resource'), template: (sight, index) => offered(sight, index, 'resource'), defineTemplate: (sight, index) => offered(sight, index, 'resource'),
  registerPrompt: (sight, index) => handledCall(sight, index, 'prompt'), prompt: (sight, index) => handledCall(sight, index, 'prompt'),
  addPrompt: (sight, index) => offered(sight, index, 'prompt'), addPrompts: (sight, index) => offered(sight, index, 'prompt'), definePrompt: (sight, index) => handledCall(sight, index, 'prompt'),
  setRequestHandler: requestHandler,
};

/** Wrappers of wrappers find the same registration more than once. */
function unique(entries: readonly EntryPoint[]): EntryPoint[] {
  const named = new Set(entries.filter((entry) => entry.name !== '').flatMap((entry) => entry.handlers));
  return [...new Map(entries.filter((entry) => entry.kind !== 'tool' || entry.name !== '' || !entry.handlers.some((fn) => named.has(fn))).map((entry) => [`${entry.kind} ${entry.registration} ${entry.name} ${entry.location.path}:${entry.location.line}:${entry.location.column ?? 0} ${entry.handlers.join()}`, entry])).values()];
}
