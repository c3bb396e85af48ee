// Judges texts by JSON Schemas with a validator and a reader of YAML of others. The argument is a folder with
// schemas.json, { kind: schema }, and texts.json, [{ kind, text }]; prints for each text whether it is accepted, and
// null for one that is no YAML.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import { parseDocument } from 'yaml';

const read = (name) => JSON.parse(readFileSync(join(process.argv[2], name), 'utf8'));
const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false });
const validators = Object.fromEntries(
  Object.entries(read('schemas.json')).map(([kind, schema]) => [kind, ajv.compile(schema)]),
);
const verdicts = read('texts.json').map(({ kind, text }) => {
  const document = parseDocument(text, { maxAliasCount: 100 });
  if (document.errors.length > 0) return null;
  try {
    return validators[kind](document.toJS());
  } catch {
    return null;
  }
});
console.log(JSON.stringify(verdicts));
