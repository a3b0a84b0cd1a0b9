import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../paths.mjs';
import { setFuses } from './fuses.mjs';

/** What is made between the build and the files that are handed out. */
export const stagingFolder = join(projectRoot, 'dist', '.staging');

/** Documents that Countersign opens. */
const caseFile = { ext: 'countersign', name: 'Countersign case', mimeType: 'application/x-countersign-case' };

/**
 * The one configuration for all systems. On Linux electron-builder makes the folder of the app and no more: its .deb, .AppImage
 * and .tar.gz are made by programs that it downloads (fpm, AppImage's run-time, 7-Zip), so deb.mjs and archives.mjs make
 * those from the folder with what Debian has.
 * @param {string} electronDist folder of the Electron that is packed
 * @param {string} electronVersion
 * @returns {import('electron-builder').Configuration}
 */
export function builderConfig(electronDist, electronVersion) {
  return {
    appId: 'dev.countersign.app',
    productName: 'Countersign',
    copyright: 'Countersign',
    directories: {
      app: join(stagingFolder, 'app'),
      output: process.platform === 'linux' ? stagingFolder : 'dist',
      buildResources: 'resources/icon',
    },
    electronDist,
    electronVersion,
    // Countersign speaks English; the language packs of Chromium are 40 MB.
    electronLanguages: ['en-US', 'en'],
    npmRebuild: false,
    nodeGypRebuild: false,
    publish: null,
    files: ['**/*'],
    asar: { smartUnpack: false },
    asarUnpack: ['**/*.node'],
    extraResources: [
      {
        from: join(projectRoot, 'resources'),
        to: 'resources',
        filter: ['**/*', '!icon', '!pictures', '!**/tsconfig.json'],
      },
      { from: join(stagingFolder, 'about'), to: 'about' },
    ],
    compression: 'normal',
    // The fallback's stand-in for Electron's default app: the packaged executable runs the archive and nothing else.
    afterExtract: ({ appOutDir }) => rm(join(appOutDir, 'resources', 'app'), { recursive: true, force: true }),
    afterPack: ({ appOutDir, electronPlatformName, packager }) =>
      setFuses(executableOf(appOutDir, electronPlatformName, packager.appInfo.productFilename)),
    artifactName: '${name}-${version}-${os}-${arch}.${ext}',
    linux: { target: 'dir', executableName: 'countersign', icon: 'resources/icon', category: 'Office' },
    win: { target: ['nsis', 'portable'], icon: 'resources/icon/icon.ico', fileAssociations: [caseFile] },
    // Per person and without an administrator, unless somebody chooses otherwise. Cases are never touched.
    nsis: {
      oneClick: false,
      perMachine: false,
      allowToChangeInstallationDirectory: true,
      deleteAppDataOnUninstall: false,
    },
    portable: { artifactName: '${name}-${version}-${os}-${arch}-portable.${ext}' },
    mac: {
      target: 'dmg',
      icon: 'resources/icon/icon.icns',
      category: 'public.app-category.business',
      fileAssociations: [
        { ...caseFile, role: 'Editor' },
        { ext: 'zip', name: 'Evidence bundle', role: 'Viewer', rank: 'Alternate' },
      ],
      hardenedRuntime: true,
    },
  };
}

/** @param {string} folder @param {string} platform @param {string} name */
function executableOf(folder, platform, name) {
  if (platform === 'darwin') return join(folder, `${name}.app`);
  return join(folder, platform === 'win32' ? `${name}.exe` : 'countersign');
}
