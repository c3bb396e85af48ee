// Judges SARIF by what the standard says beyond its schema, and by what GitHub takes, with the validator of the
// committee's own toolkit. The argument is a folder of logs; prints what is said against them.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const folder = process.argv[2];
const tool = createRequire(join(process.cwd(), 'package.json'))('@microsoft/sarif-multitool');
const policy = join(folder, 'policy.xml');
const said = join(folder, 'said.json');

// Two are not asked: whether the schema's address answers, since tests reach nothing outside, and whether the tool
// has a page of its own, since it has none.
const left = ['SARIF2006.UrisShouldBeReachable', 'SARIF2005.ProvideToolProperties'].map(
  (rule) =>
    `<Properties Key="${rule}.Options"><Property Key="RuleEnabled" Value="Disabled" Type="Driver.RuleEnabledState" /></Properties>`,
);
writeFileSync(policy, `<?xml version="1.0" encoding="utf-8"?><Properties>${left.join('')}</Properties>`);

const judged = spawnSync(
  tool,
  ['validate', join(folder, '*.sarif'), '--config', policy, '--rule-kind', 'Sarif;Gh', '--level', 'Error;Warning']
    .concat(['--kind', 'Fail', '--quiet', 'true', '--output', said]),
  { encoding: 'utf8', env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' } },
);
if (judged.status === null) throw judged.error;

const run = JSON.parse(readFileSync(said, 'utf8').replace(/^\uFEFF/, '')).runs[0];
if (!run.invocations[0].executionSuccessful) throw new Error(judged.stdout + judged.stderr);
const against = (run.results ?? []).map(({ ruleId, message, locations }) => {
  const words = run.tool.driver.rules.find(({ id }) => ruleId.startsWith(id))?.messageStrings?.[message.id]?.text;
  const text = (message.text ?? words ?? '').replace(/{(\d+)}/g, (_, at) => message.arguments?.[at]);
  return `${ruleId} ${locations[0].physicalLocation.artifactLocation.uri}: ${text}`;
});
console.log(JSON.stringify(against));
