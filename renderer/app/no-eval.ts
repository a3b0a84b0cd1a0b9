/** Before zod is read: it would try out `new Function`, which the content security policy forbids and reports. */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
