// Speaks to `steward lsp` as an editor does. The arguments: the program, the handbook's folder, and a file
// with what to do: [{ open: file } | { change: file, text } | { save: file } | { ask: method, params }].
// Prints one JSON document: what each came to (of open and change the problems of that file), and how the
// server ended.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import rpc from 'vscode-jsonrpc/node';

const [program, folder, script] = process.argv.slice(2);
const server = spawn(program, ['lsp'], { stdio: ['pipe', 'pipe', 'inherit'] });
const ended = new Promise((resolve) => server.on('exit', resolve));
const connection = rpc.createMessageConnection(
  new rpc.StreamMessageReader(server.stdout),
  new rpc.StreamMessageWriter(server.stdin),
);
const waiting = new Map();
connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => {
  waiting.get(uri)?.(diagnostics);
});
connection.listen();

const uri = (file) => pathToFileURL(join(folder, file)).href;
const judged = (file) => new Promise((resolve) => waiting.set(uri(file), resolve));
const asked = async (method, params) => {
  try {
    return await connection.sendRequest(method, params);
  } catch (error) {
    return { error: error.code };
  }
};
let version = 0;
const answers = [await asked('textDocument/hover', {})];
answers.push(await asked('initialize', {
  processId: process.pid,
  locale: 'en',
  capabilities: {},
  workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'handbook' }],
}));
connection.sendNotification('initialized', {});
for (const step of JSON.parse(readFileSync(script, 'utf8'))) {
  version += 1;
  if (step.open) {
    const problems = judged(step.open);
    const text = readFileSync(join(folder, step.open), 'utf8');
    connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: uri(step.open), languageId: 'yaml', version, text },
    });
    answers.push(await problems);
  } else if (step.change) {
    const problems = judged(step.change);
    connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: uri(step.change), version },
      contentChanges: [{ text: step.text }],
    });
    answers.push(await problems);
  } else if (step.garbage) {
    server.stdin.write(`Content-Length: ${Buffer.byteLength(step.garbage)}\r\n\r\n${step.garbage}`);
    answers.push(null);
  } else {
    const params = { ...step.params };
    if (step.in) params.textDocument = { uri: uri(step.in) };
    answers.push(await asked(step.ask, params));
  }
}
await connection.sendRequest('shutdown');
connection.sendNotification('exit');
console.log(JSON.stringify({ answers, status: await ended }));
connection.dispose();
