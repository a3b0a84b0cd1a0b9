import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { errorMessage } from '../components/State.tsx';
import { showToast } from '../components/toast-queue.ts';
import { engineKey, useEngineClient, useEngineQuery } from '../engine/hooks.ts';
import { adoptSettings, onSettingsChange } from './settings.ts';

/** Shows the settings of the reviewer whose profile is in use, and keeps what is changed in it; shows nothing itself. */
export function SettingsKeeper() {
  const client = useEngineClient();
  const queries = useQueryClient();
  const stored = useEngineQuery('settings.get', {}).data;
  useEffect(
    () =>
      onSettingsChange((settings) => {
        // What is cached is what an other profile is compared with when it comes.
        queries.setQueryData(engineKey('settings.get', {}), settings);
        client.call('settings.save', { settings }).catch((error: unknown) => {
          showToast({ tone: 'bad', text: errorMessage(error) });
        });
      }),
    [client, queries],
  );
  useEffect(() => {
    if (stored !== undefined) adoptSettings(stored);
  }, [stored]);
  return null;
}
