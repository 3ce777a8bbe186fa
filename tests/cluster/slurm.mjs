// A Slurm cluster of this machine alone, which runs as the current user and ends with the test.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Starts it with its files in `folder`: the environment that its commands need, and a function that stops it. */
export async function startSlurm(folder, path) {
  const [spool, state] = ['spool', 'state'].map((name) => {
    mkdirSync(join(folder, name));
    return join(folder, name);
  });
  const user = userInfo().username;
  // High ports: a cluster that this machine is part of keeps the usual ones.
  const settings = {
    ClusterName: 'patchwise',
    SlurmctldHost: `${hostname()}(127.0.0.1)`,
    SlurmctldPort: 16817,
    SlurmdPort: 16818,
    SlurmUser: user,
    SlurmdUser: user,
    AuthType: 'auth/none',
    CredType: 'cred/none',
    // How long a task that is queued again waits: two minutes, were it not for this.
    AuthInfo: 'cred_expire=5',
    ProctrackType: 'proctrack/linuxproc',
    TaskPlugin: 'task/none',
    JobAcctGatherType: 'jobacct_gather/none',
    SelectType: 'select/cons_tres',
    SelectTypeParameters: 'CR_CPU',
    MpiDefault: 'none',
    ReturnToService: 2,
    SlurmctldPidFile: join(folder, 'slurmctld.pid'),
    SlurmdPidFile: join(folder, 'slurmd.pid'),
    SlurmdSpoolDir: spool,
    StateSaveLocation: state,
    SchedulerParameters: 'sched_interval=1',
  };
  const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}`);
  lines.push(`NodeName=${hostname()} NodeAddr=127.0.0.1 CPUs=2 RealMemory=4096 State=UNKNOWN`);
  lines.push('PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP');
  const config = join(folder, 'slurm.conf');
  writeFileSync(config, `${lines.join('\n')}\n`);
  const env = { ...process.env, SLURM_CONF: config, PATH: path };
  const daemons = ['slurmctld', 'slurmd'].map((name) => spawn(name, ['-D'], { cwd: folder, env, stdio: 'ignore' }));
  const stop = () => Promise.all(daemons.map((daemon) => daemon.kill('SIGKILL') && once(daemon, 'close')));
  for (let tries = 0; ; tries += 1) {
    const { stdout, stderr } = spawnSync('sinfo', ['--noheader', '--format=%T'], { env, encoding: 'utf8' });
    if (stdout.trim() === 'idle') return { env, stop };
    if (tries === 60) {
      await stop();
      throw new Error(`Slurm did not start: ${stdout}${stderr}`);
    }
    await sleep(500);
  }
}
