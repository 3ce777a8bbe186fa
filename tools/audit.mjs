// Licences, sources and known weaknesses of what this is built of: `npm audit`, and `cargo deny` where it is installed. What
// needs a network that is not there is skipped and says so.
import { spawnSync } from 'node:child_process';

import { cargoEnv, root } from './setup.mjs';

const call = (...command) => spawnSync(command[0], command.slice(1), { cwd: root, env: cargoEnv, encoding: 'utf8' });

function skip(what, why) {
  console.log(`Skipped: ${what}, as ${why}.`);
}

function fail(text) {
  console.error(text);
  process.exit(1);
}

function auditPackages() {
  const { status, stdout, stderr } = call('npm', 'audit', '--audit-level', 'high');
  if (/audit endpoint returned an error|ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT/.test(stdout + stderr))
    return skip('known weaknesses of npm packages', 'the registry does not answer that question');
  if (status !== 0) fail(stdout + stderr);
  console.log('npm audit: nothing of high severity.');
}

function auditCrates() {
  if (call('cargo', 'deny', '--version').status !== 0)
    return skip(
      'licences, sources and known weaknesses of crates',
      'there is no `cargo deny` (`cargo install cargo-deny`)',
    );
  const found = call('cargo', 'deny', '--log-level', 'error', 'check', 'licenses', 'bans', 'sources');
  if (found.status !== 0) fail(found.stdout + found.stderr);
  console.log('cargo deny: licences, bans and sources are as deny.toml says.');
  const known = call('cargo', 'deny', '--log-level', 'error', 'check', 'advisories');
  if (known.status === 0) console.log('cargo deny: no known weakness.');
  else if (/failed to fetch|unable to fetch|failed to load advisory|network/i.test(known.stderr))
    skip('known weaknesses of crates', 'their list cannot be fetched');
  else fail(known.stdout + known.stderr);
}

export function audit() {
  auditPackages();
  auditCrates();
}

if (process.argv[1] === import.meta.filename) audit();
