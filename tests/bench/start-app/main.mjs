// The built app, which says on standard output when a person could use the inventory, and ends.
import { app, utilityProcess } from 'electron';

app.setVersion('0.0.0');
// As in a package, whose engine does not compare its own answers with the contract.
const { fork } = utilityProcess;
utilityProcess.fork = (...args) => {
  const child = fork(...args);
  const { postMessage } = child;
  child.postMessage = (message, ports) => {
    postMessage.call(child, message.kind === 'start' ? { ...message, checkResults: false } : message, ports);
  };
  return child;
};
app.on('web-contents-created', (_event, contents) => {
  contents.once('dom-ready', () => {
    void contents
      .executeJavaScript(
        `new Promise((resolve) => {
      const look = () => {
        // The first start of a case shows another screen; later ones show the one on which it was left.
        const link = document.querySelector('nav a[href="#/inventory"]');
        const isElsewhere = location.hash.length > 2 && !location.hash.startsWith('#/inventory');
        if (link !== null && isElsewhere) link.click();
        if (document.querySelector('[role=grid][aria-label=Connectors] [role=row][aria-selected]') === null) return;
        observer.disconnect();
        // Painted, and the next turn of the event loop is free.
        requestAnimationFrame(() => setTimeout(resolve));
      };
      // Told in the turn in which the rows come: who looks now and then sees them a picture later.
      const observer = new MutationObserver(look);
      observer.observe(document, { subtree: true, childList: true, attributeFilter: ['role'] });
      look();
    })`,
      )
      .then(() => {
        process.stdout.write('usable\n');
        // In order, as a person ends it: the next start has nothing to mend, and finds the screen on which the case was left.
        app.quit();
      });
  });
});
await import(new URL('../../../out/main/index.mjs', import.meta.url).href);
