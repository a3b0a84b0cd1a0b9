import { spawnSync } from 'node:child_process';

export interface AirGappedCommand {
  readonly command: string;
  readonly args: readonly string[];
}

/** Brings up loopback, then becomes the command itself, so that signals and exit codes are its own. */
const INSIDE = 'ip link set lo up && exec "$@"';

/**
 * The command line that runs `command` in a network namespace with loopback only: as root directly, else by way of a
 * user namespace, in which the command believes it is root. Check `whyNoAirGap` first.
 */
export function airGapped(command: string, args: readonly string[]): AirGappedCommand {
  return { command: 'unshare', args: [...namespaces(), 'sh', '-c', INSIDE, 'sh', command, ...args] };
}

/** Why this machine cannot make such a namespace, for a test's skip reason; null when it can. */
export function whyNoAirGap(): string | null {
  if (process.platform !== 'linux') return 'network namespaces exist on Linux only';
  const probe = airGapped('true', []);
  const { status, error, stderr } = spawnSync(probe.command, probe.args, { encoding: 'utf8' });
  if (status === 0) return null;
  return `no network namespace can be made here: ${(error?.message ?? stderr).trim()}`;
}

function namespaces(): readonly string[] {
  return process.getuid?.() === 0 ? ['--net'] : ['--user', '--map-root-user', '--net'];
}
