import type { EntryPointFact } from '../../facts/entry-points';
import { seenAt } from '../../model/evidence';
import { control } from '../control';

/** Every tool and route parses what it is given before it uses it. */
export const inputSchemas = control({
  id: 'input-schemas',
  needs: ['entryPoints', 'flows'],
  applies: ['tools-or-routes'],
  exhaustive: true,
  messages: {
    unparsed: {
      severity: 'fail', nature: 'defect', cwe: 20,
      text: 'The handler of tool calls reads the arguments without parsing them: the low-level server does not check them against the schema that it lists.',
      remedy: 'Parse the arguments with a schema first, for example `const input = Schema.parse(request.params.arguments)`, or register the tools with `registerTool`, which does it.',
    },
    unparsedBody: {
      severity: 'fail', nature: 'defect', cwe: 20,
      text: 'The route {method} `{path}` reads its body without parsing it: what it expects may be missing, of another type, or much too large.',
      remedy: 'Parse the body with a schema first, for example `const input = Schema.parse(req.body)`, or give the schema to the framework.',
    },
    anyField: {
      severity: 'fail', nature: 'defect', cwe: 20,
      text: 'The schema of {tool} lets anything through in {fields}, and the value reaches {sink}.',
      remedy: 'Give the field the type that the handler expects, with bounds.',
    },
    unbounded: {
      severity: 'warn', nature: 'defect', cwe: 1284,
      text: 'The schema of {tool} sets no bounds for {fields}.',
      remedy: 'Add the largest length, number of elements or value that makes sense, such as `z.string().max(1000)`.',
    },
  },
  judge: ({ entryPoints, flows }, say) => {
    const { entries, dispatchers, bodies } = entryPoints;
    const tools = entries.filter((entry) => entry.kind === 'tool');
    if (tools.length === 0 && dispatchers.length === 0 && bodies.length === 0) return { findings: [], evidence: [], notApplicable: 'tools and of routes that read a body' };
    const open = bodies.flatMap(({ unchecked, method, path }) => (unchecked ? [say('unparsedBody', { at: unchecked, anchor: `${method} ${path}`, data: { method, path } })] : []));
    const unparsed = dispatchers.flatMap(({ unchecked, location }) => (unchecked ? [say('unparsed', { at: unchecked.path === '' ? location : unchecked })] : []));
    const loose = tools.flatMap((tool) => {
      const fields = tool.schema?.fields.filter((field) => field.type === 'any') ?? [];
      const flow = flows.flows.find((each) => each.tool === tool.name && fields.some((field) => each.source.includes(`\`${field.name}`)));
      return flow ? [say('anyField', { at: tool.location, anchor: tool.name, data: { tool: label(tool), fields: names(fields), sink: flow.sink } })] : [];
    });
    const unbounded = tools.flatMap((tool) => {
      const fields = tool.schema?.fields.filter((field) => !field.bounded && (field.type === 'string' || field.type === 'array')) ?? [];
      return fields.length > 0 ? [say('unbounded', { at: tool.location, anchor: tool.name, data: { tool: label(tool), fields: names(fields) } })] : [];
    });
    const parsed = tools.filter((tool) => tool.schema !== undefined && tool.checked);
    return {
      findings: [...unparsed, ...open, ...loose, ...unbounded],
      evidence: [
        ...parsed.slice(0, 20).map((tool) => seenAt(tool.location, `The input of ${label(tool)} is parsed with ${tool.schema?.library ? `a schema of ${tool.schema.library}` : 'its schema'}.`)),
        ...tools.filter((tool) => tool.schema === undefined && !tool.readsInput).slice(0, 20).map((tool) => seenAt(tool.location, `${label(tool)} takes no arguments.`)),
        ...bodies.filter((body) => body.unchecked === undefined).slice(0, 20).map((body) => seenAt(body.location, `The body of ${body.method} \`${body.path}\` is parsed before it is used.`)),
        ...dispatchers.filter((dispatcher) => dispatcher.unchecked === undefined).map((dispatcher) => seenAt(dispatcher.location, 'Arguments of tool calls are parsed before they are used.')),
      ],
    };
  },
});

function label(tool: EntryPointFact): string {
  return tool.name === '' ? 'a tool' : `\`${tool.name}\``;
}

function names(fields: readonly { readonly name: string }[]): string {
  const shown = fields.slice(0, 6).map((field) => `\`${field.name}\``).join(', ');
  return fields.length > 6 ? `${shown} and ${fields.length - 6} more` : shown;
}
