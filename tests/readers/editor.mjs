// Opens files in a real YAML language server as an editor would, and prints what it answers.
// The argument is a folder with requests.json: [{ file, line, character, ask: "completion" | "hover" | "problems" }].
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import rpc from 'vscode-jsonrpc/node';

const folder = process.argv[2];
const requests = JSON.parse(readFileSync(join(folder, 'requests.json'), 'utf8'));
const server = spawn(process.execPath, ['node_modules/yaml-language-server/bin/yaml-language-server', '--stdio']);
const connection = rpc.createMessageConnection(
  new rpc.StreamMessageReader(server.stdout),
  new rpc.StreamMessageWriter(server.stdin),
);
const settings = {
  yaml: { validate: true, hover: true, completion: true, schemaStore: { enable: false } },
  http: {}, '[yaml]': {}, editor: {}, files: {},
};
connection.onRequest('workspace/configuration', ({ items }) => items.map(({ section }) => settings[section] ?? null));
connection.onRequest('client/registerCapability', () => null);
const problems = new Map();
const waiting = new Map();
connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => {
  problems.set(uri, diagnostics.map(({ message }) => message));
  waiting.get(uri)?.();
});
connection.listen();

await connection.sendRequest('initialize', {
  processId: process.pid,
  rootUri: pathToFileURL(folder).href,
  capabilities: { workspace: { configuration: true }, textDocument: { hover: { contentFormat: ['markdown'] } } },
  initializationOptions: { settings },
});
connection.sendNotification('initialized', {});
connection.sendNotification('workspace/didChangeConfiguration', { settings });

const answers = [];
for (const { file, line, character, ask } of requests) {
  const uri = pathToFileURL(join(folder, file)).href;
  if (!problems.has(uri)) {
    const judged = new Promise((resolve) => waiting.set(uri, resolve));
    const text = readFileSync(join(folder, file), 'utf8');
    connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'yaml', version: 1, text },
    });
    await judged;
  }
  const at = { textDocument: { uri }, position: { line, character } };
  if (ask === 'problems') answers.push(problems.get(uri));
  if (ask === 'completion') {
    const { items } = await connection.sendRequest('textDocument/completion', at);
    answers.push(items.map(({ label }) => label));
  }
  if (ask === 'hover') {
    const hover = await connection.sendRequest('textDocument/hover', at);
    answers.push(hover?.contents?.value ?? '');
  }
}
console.log(JSON.stringify(answers));
connection.dispose();
server.kill();
