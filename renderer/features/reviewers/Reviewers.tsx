import { lazy, Suspense } from 'react';

/** The dialog is read when it is opened, not before the first screen. */
const ReviewersDialog = lazy(async () => ({ default: (await import('./ReviewersDialog.tsx')).ReviewersDialog }));

/** Choosing and keeping profiles, for the frame and the start. */
export function Reviewers({ onClose }: { readonly onClose: () => void }) {
  return (
    <Suspense>
      <ReviewersDialog onClose={onClose} />
    </Suspense>
  );
}
