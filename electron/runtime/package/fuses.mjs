import { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';

/**
 * Every switch that is burnt into the packaged executable, with the reason where it is not plain. The type asks for all of
 * them: a fuse that a newer @electron/fuses knows fails the type check until it is decided here.
 * @type {Record<FuseV1Options, boolean>}
 */
export const fuses = {
  // The executable is Countersign and nothing else: not a Node that runs any script with Countersign's name and rights.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  // Only macOS and Windows check the archive against the digest in the executable; on Linux the setting has no effect.
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  // One snapshot for all processes, as Electron ships it.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // Electron's own choice: faster bounds checks by signals. Older versions have no such fuse and always do so.
  [FuseV1Options.WasmTrapHandlers]: true,
};

/**
 * Sets every fuse the executable has; an older Electron has fewer than are decided here.
 * @param {string} executable the executable, or the .app folder on macOS
 * @throws {Error} when it has a fuse that is not decided here
 */
export async function setFuses(executable) {
  const wire = Object.keys(await getCurrentFuseWire(executable)).filter((key) => /^\d+$/.test(key));
  const decided = new Map(Object.entries(fuses));
  const unknown = wire.filter((fuse) => !decided.has(fuse));
  if (unknown.length > 0)
    throw new Error(`This Electron has fuses that fuses.mjs does not decide: ${unknown.join(', ')}.`);
  const present = Object.fromEntries([...decided].filter(([fuse]) => wire.includes(fuse)));
  await flipFuses(executable, {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: process.platform === 'darwin',
    ...present,
  });
}
