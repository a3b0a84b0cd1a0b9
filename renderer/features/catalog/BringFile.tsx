import { useState } from 'react';
import type { PickedFile } from '../../../shared/contract/shell.ts';
import { Button } from '../../components/Button.tsx';
import { useHotkeys } from '../../components/keyboard.ts';
import { Name } from '../../components/Name.tsx';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import styles from './CatalogScreen.module.css';
import { ReasonForm } from './ReasonForm.tsx';

/** Takes a newer catalog or a vendor's file over the gap, with a reason. */
export function BringFile() {
  const [file, setFile] = useState<PickedFile | null>(null);
  const bring = useEngineMutation('catalog.import');
  async function pick() {
    try {
      const [picked] = await callShell('shell.pickFiles', { purpose: 'catalog' });
      if (picked === undefined) return;
      bring.reset();
      setFile(picked);
    } catch (error) {
      showToast({ tone: 'bad', text: errorMessage(error) });
    }
  }
  useHotkeys('Catalog', [{ keys: 'o', label: 'Bring in a file', run: () => void pick() }]);
  return (
    <>
      <Button icon="plus" shortcut="o" onPress={() => void pick()}>
        Bring in a file…
      </Button>
      {file !== null && (
        <ReasonForm
          title="Lay a file over the catalog"
          confirm="Check and lay over"
          description="For example: newer list of permissions, taken from the tenant on 2 October. It is recorded in the journal with the SHA-256 of the file."
          error={bring.isError ? errorMessage(bring.error) : null}
          isPending={bring.isPending}
          onClose={() => setFile(null)}
          onConfirm={(reason) =>
            bring.mutate(
              { token: file.token, reason },
              {
                onSuccess: () => {
                  showToast({ tone: 'good', text: `${file.name} is part of the catalog of this case.` });
                  setFile(null);
                },
              },
            )
          }
        >
          <p className={styles.intro}>
            <Name strong>{file.name}</Name> is checked first; a file that is refused changes nothing. Accepted are a
            newer part of this catalog, a service principal of Microsoft Entra, Microsoft’s permissions.json, a Google
            discovery document, and the OpenAPI file of Okta in JSON. All items are assessed anew.
          </p>
        </ReasonForm>
      )}
    </>
  );
}
