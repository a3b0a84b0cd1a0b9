import { useState } from 'react';
import type { KnownKey } from '../../../shared/contract/known-key.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { Callout } from '../../components/Page.tsx';
import { errorMessage } from '../../components/State.tsx';
import { useEngineMutation } from '../../engine/hooks.ts';
import styles from './keys.module.css';

/** Takes a key out of the list; its file is deleted only when that is marked and confirmed, with its place in view. */
export function ForgetKeyDialog({
  knownKey,
  onClose,
  onForgotten,
}: {
  readonly knownKey: KnownKey;
  readonly onClose: () => void;
  readonly onForgotten: () => void;
}) {
  const [isDeleting, setIsDeleting] = useState(false);
  const [isSure, setIsSure] = useState(false);
  const forget = useEngineMutation('keys.forget', { onSuccess: onForgotten });
  const { token, name, kind, fileName, location, isMissing } = knownKey;
  const isFile = kind === 'file' && !isMissing;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Remove a key from the list"
      isDismissable={!forget.isPending}
      footer={
        <>
          <Button onPress={onClose} isDisabled={forget.isPending}>
            Cancel
          </Button>
          <Button
            variant={isDeleting ? 'danger' : 'primary'}
            isPending={forget.isPending}
            isDisabled={isDeleting && !isSure}
            onPress={() => forget.mutate({ token, deleteFile: isDeleting })}
          >
            {isDeleting ? 'Remove it and delete the file' : 'Remove from the list'}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <p className={styles.lead}>
          The key of <bdi>{name}</bdi> is no longer offered here. What it signed stays valid.{' '}
          {kind === 'card' && 'The card and its library stay as they are.'}
          {kind === 'external' && 'The folder and the key of the other program stay as they are.'}
          {kind === 'file' && isMissing && 'Its file is not where it was; nothing else is touched.'}
        </p>
        {isFile && (
          <div className={styles.step}>
            <p className={styles.quiet}>
              The file <bdi>{fileName}</bdi> in <bdi>{location}</bdi> stays, and can be taken into the list again with
              “Use a key file”.
            </p>
            <Checkbox
              isSelected={isDeleting}
              onChange={(isOn) => {
                setIsDeleting(isOn);
                setIsSure(false);
              }}
            >
              Delete the key file as well
            </Checkbox>
            {isDeleting && (
              <Callout tone="high" title="This cannot be undone">
                <p>
                  <bdi>{fileName}</bdi> in <bdi>{location}</bdi> is deleted. Without a copy nothing can be signed with
                  this key again.
                </p>
                <Checkbox isSelected={isSure} onChange={setIsSure}>
                  I have a copy, or this key is not needed any more
                </Checkbox>
              </Callout>
            )}
          </div>
        )}
        {forget.error !== null && (
          <Callout tone="critical" title="Not removed">
            {errorMessage(forget.error)}
          </Callout>
        )}
      </div>
    </Dialog>
  );
}
