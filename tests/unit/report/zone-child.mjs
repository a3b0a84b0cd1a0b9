import { createServer } from 'vite';

// Says what a report says in a process with a time zone and locale of its own.
const server = await createServer({
  configFile: false,
  appType: 'custom',
  logLevel: 'silent',
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
});
const { told } = await server.ssrLoadModule('/tests/unit/report/told.ts');
process.stdout.write(JSON.stringify(await told(process.argv[2])));
await server.close();
