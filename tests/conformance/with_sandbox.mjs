// node with_sandbox.mjs PROGRAM SCRIPT [sandbox options …]
// Starts `PROGRAM sandbox …`, hands its ready line to SCRIPT in SYNCLINE_SANDBOX_READY, and ends with SCRIPT's exit code.
// Whatever happens, the sandbox that was started here is ended by its own process id.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const [program, script, ...options] = process.argv.slice(2);
const startTimeMs = 20_000;
const scriptTimeMs = 120_000;

const sandbox = spawn(program, ['sandbox', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
const folder = mkdtempSync(join(tmpdir(), 'syncline-conformance-'));

function finish(code) {
  rmSync(folder, { recursive: true, force: true });
  if (sandbox.exitCode !== null || sandbox.signalCode !== null) process.exit(code);
  sandbox.once('exit', (sandboxCode) => {
    if (sandboxCode !== 0) console.error(`the sandbox ended with ${sandboxCode}`);
    process.exit(code !== 0 ? code : sandboxCode ?? 1);
  });
  sandbox.kill('SIGTERM');
}

const notReady = setTimeout(() => {
  console.error(`the sandbox said nothing within ${startTimeMs} ms`);
  finish(1);
}, startTimeMs);
sandbox.once('exit', (code) => {
  clearTimeout(notReady);
  console.error(`the sandbox ended by itself with ${code}`);
  process.exit(1);
});

createInterface({ input: sandbox.stdout }).once('line', (ready) => {
  clearTimeout(notReady);
  const environment = { ...process.env, SYNCLINE_SANDBOX_READY: ready };
  const { certificatePem } = JSON.parse(ready);
  if (certificatePem) {
    environment.NODE_EXTRA_CA_CERTS = join(folder, 'sandbox.pem');
    writeFileSync(environment.NODE_EXTRA_CA_CERTS, certificatePem);
  }
  const client = spawn(process.execPath, [script], { stdio: ['ignore', 'inherit', 'inherit'], env: environment });
  const tooLong = setTimeout(() => client.kill('SIGKILL'), scriptTimeMs);
  client.once('exit', (code) => {
    clearTimeout(tooLong);
    sandbox.removeAllListeners('exit');
    finish(code ?? 1);
  });
});
