import { lazy, Suspense } from 'react';

/** The dialog with all it needs for keys and cards is read when somebody signs in, not before the first screen. */
const SignInDialog = lazy(async () => ({ default: (await import('./SignInDialog.tsx')).SignInDialog }));

/** Signing in, for the frame around every screen. */
export function SignIn({ onClose }: { readonly onClose: () => void }) {
  return (
    <Suspense>
      <SignInDialog onClose={onClose} />
    </Suspense>
  );
}
