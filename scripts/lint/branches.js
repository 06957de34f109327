/**
 * Cyclomatic complexity of a function: its decisions and one. ESLint's own rule also counts `?.`, `??` and default
 * values, which say what an absent value means and branch no story; with `noUncheckedIndexedAccess` they are everywhere.
 * A `switch` counts once, however many cases it has: it is one decision, and the compiler checks that it is whole.
 */
const DECISIONS = new Set([
  'IfStatement', 'ConditionalExpression', 'ForStatement', 'ForInStatement', 'ForOfStatement', 'WhileStatement', 'DoWhileStatement', 'CatchClause', 'SwitchStatement',
]);
const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

export const branches = {
  meta: {
    type: 'suggestion',
    docs: { description: 'Limit the number of decisions in a function' },
    schema: [{ type: 'object', properties: { max: { type: 'integer', minimum: 1 } }, required: ['max'], additionalProperties: false }],
    messages: { tooMany: '{{name}} takes {{count}} decisions; at most {{max}} are allowed. Give a part of it a name of its own.' },
  },
  create(context) {
    const [{ max }] = context.options;
    const open = [];
    return {
      '*'(node) {
        if (FUNCTIONS.has(node.type)) open.push({ node, count: 1 });
        else if (DECISIONS.has(node.type) || (node.type === 'LogicalExpression' && node.operator !== '??')) {
          const inner = open.at(-1);
          if (inner) inner.count++;
        }
      },
      '*:exit'(node) {
        if (!FUNCTIONS.has(node.type)) return;
        const { count } = open.pop();
        if (count > max) context.report({ node, messageId: 'tooMany', data: { name: nameOf(node), count, max } });
      },
    };
  },
};

function nameOf(node) {
  const name = node.id?.name ?? node.parent.id?.name ?? node.parent.key?.name;
  return name === undefined ? 'This function' : `\`${name}\``;
}
