// The built app, which says on standard output when a person could use the inventory, and ends.
import { app } from 'electron';

app.setVersion('0.0.0');
app.on('web-contents-created', (_event, contents) => {
  contents.once('dom-ready', () => {
    void contents
      .executeJavaScript(
        `new Promise((resolve) => {
      const look = () => {
        const link = document.querySelector('nav a[href="#/inventory"]');
        if (link !== null && !location.hash.startsWith('#/inventory')) link.click();
        const row = document.querySelector('[role=grid][aria-label=Connectors] [role=row][aria-selected]');
        // Painted, and the next turn of the event loop is free.
        if (row !== null) requestAnimationFrame(() => setTimeout(resolve));
        else setTimeout(look, 2);
      };
      look();
    })`,
      )
      .then(() => {
        process.stdout.write('usable\n');
        app.exit(0);
      });
  });
});
await import(new URL('../../../out/main/index.js', import.meta.url).href);
