import './app/no-eval.ts';
import './styles/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createHashRouter, RouterProvider } from 'react-router';
import { readScreen, routes } from './app/routes.tsx';
import { startSettings } from './app/settings.ts';
import { startFonts } from './app/start-fonts.ts';
import { allowEmptyMarkupOnly } from './app/trusted-types.ts';
import { EnglishLocale } from './components/EnglishLocale.tsx';
import { createEngineClient } from './engine/client.ts';
import { createQueryClient, EngineContext } from './engine/hooks.ts';
import { expectedScreen, lastAddress } from './features/workspace/last-screen.ts';

allowEmptyMarkupOnly();
startSettings();
// The engine is asked, and the screen that most likely comes first is read, while the frame is drawn.
const client = createEngineClient(window.shell);
readScreen(lastAddress() ?? '/');
// The screen that is in this file can be drawn before the case is open; what was gone back to, or read again, stays.
if (window.location.hash === '' && expectedScreen(window.location.search) === '/inventory')
  window.location.replace('#/inventory');

const root = document.querySelector('#root');
if (root === null) throw new Error('index.html has no #root');

await startFonts();
createRoot(root).render(
  <StrictMode>
    <EnglishLocale>
      <QueryClientProvider client={createQueryClient()}>
        <EngineContext value={client}>
          <RouterProvider router={createHashRouter(routes)} />
        </EngineContext>
      </QueryClientProvider>
    </EnglishLocale>
  </StrictMode>,
);
