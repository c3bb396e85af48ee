// Reads every .bpmn, .mmd and .svg file of a folder with the programs that others read them with, and
// prints what they find wrong, one JSON object: { read: number, problems: [text] }.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BpmnModdle } from 'bpmn-moddle';
import Linter from 'bpmnlint/lib/linter.js';
import NodeResolver from 'bpmnlint/lib/resolver/node-resolver.js';
import { JSDOM } from 'jsdom';

const dom = new JSDOM('');
globalThis.window = dom.window;
globalThis.document = dom.window.document;
const { default: mermaid } = await import('mermaid');

// A new one for each file: some of its rules remember what they have seen.
const linter = () => new Linter({
  config: {
    extends: 'bpmnlint:recommended',
    // A step that several branches lead to may be jumped to: then not all of them come, which is what
    // an inclusive gateway says. And a case may begin in several ways that BPMN has one sign for.
    rules: { 'no-inclusive-gateway': 'off', 'single-blank-start-event': 'off' },
  },
  resolver: new NodeResolver(),
});

async function bpmn(text) {
  const { rootElement, warnings, elementsById } = await new BpmnModdle().fromXML(text);
  const problems = warnings.map((warning) => warning.message);
  const report = await linter().lint(rootElement);
  for (const [rule, found] of Object.entries(report)) {
    problems.push(...found.map((one) => `${rule}: ${one.id} ${one.message}`));
  }
  // Everything that can be drawn has its place in the diagram, once.
  const plane = rootElement.diagrams[0].plane.planeElement;
  const drawn = plane.map((element) => element.bpmnElement.id);
  const process = rootElement.rootElements.find((element) => element.$type === 'bpmn:Process');
  const lanes = process.laneSets[0].lanes;
  const placed = lanes.flatMap((lane) => lane.flowNodeRef.map((node) => node.id));
  for (const element of [...process.flowElements, ...lanes, ...(process.artifacts ?? [])]) {
    const times = drawn.filter((id) => id === element.id).length;
    if (times !== 1) problems.push(`${element.id} is drawn ${times} times`);
    const isNode = element.$instanceOf('bpmn:FlowNode');
    if (isNode && placed.filter((id) => id === element.id).length !== 1) {
      problems.push(`${element.id} is not in one lane`);
    }
  }
  if (Object.keys(elementsById).length < drawn.length) problems.push('ids are missing');
  return problems;
}

async function flowchart(text) {
  const { diagramType } = await mermaid.parse(text);
  return diagramType.startsWith('flowchart') ? [] : [`is a ${diagramType}`];
}

async function svg(text) {
  const parsed = new JSDOM(text, { contentType: 'image/svg+xml' });
  return parsed.window.document.documentElement.tagName === 'svg' ? [] : ['is no SVG'];
}

const readers = { bpmn, mmd: flowchart, svg };
const folder = process.argv[2];
const problems = [];
let read = 0;
for (const file of readdirSync(folder).sort()) {
  const reader = readers[file.split('.').pop()];
  if (!reader) continue;
  read += 1;
  try {
    problems.push(...(await reader(readFileSync(join(folder, file), 'utf8'))).map((one) => `${file}: ${one}`));
  } catch (error) {
    problems.push(`${file}: ${error.message}`);
  }
}
console.log(JSON.stringify({ read, problems }));
