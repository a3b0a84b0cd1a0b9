// Before any module runs: zod would try out `new Function`, which the content security policy forbids and reports.
globalThis.__zod_globalConfig = { jitless: true };
