import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSigningKey } from '../../../electron/engine/signing/create-key.ts';
import type { Role } from '../../../shared/contract/people.ts';
import type { EngineCase } from '../engine/engine-case.ts';

export const PASSPHRASE = 'correct horse battery';

export interface KeyOnDisk {
  readonly name: string;
  readonly path: string;
  readonly certificatePath: string;
  readonly fingerprint: string;
}

/** A key file and the certificate alone, of somebody with that name. */
export function keyOnDisk(
  folder: string,
  name: string,
  email = `${name.toLowerCase()}@example.com`,
  now?: Date,
): KeyOnDisk {
  const key = createSigningKey({ name, email, passphrase: PASSPHRASE, now });
  const path = join(folder, `${key.fingerprint.slice(0, 8).replaceAll(':', '')}.key.pem`);
  const certificatePath = path.replace('.key.pem', '.crt.pem');
  writeFileSync(path, key.pem);
  writeFileSync(certificatePath, key.certificatePem);
  return { name, path, certificatePath, fingerprint: key.fingerprint };
}

/** Registers somebody; the first one of a case with their key, who is signed in then. */
export async function register(started: EngineCase, key: KeyOnDisk, roles: readonly Role[]): Promise<void> {
  const { handlers } = started.engine;
  const isFirst = !(await handlers['people.session']({}, {})).hasPeople;
  await handlers['people.add'](
    {
      token: started.files.register(isFirst ? key.path : key.certificatePath),
      manager: '',
      roles: [...roles],
      reason: 'Takes part in the review',
      passphrase: isFirst ? PASSPHRASE : null,
    },
    {},
  );
}

export function signIn(started: EngineCase, key: KeyOnDisk, passphrase = PASSPHRASE) {
  return started.engine.handlers['people.signIn']({ keyToken: started.files.register(key.path), passphrase }, {});
}
