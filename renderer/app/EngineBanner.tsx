import { useEffect, useState } from 'react';
import { Icon } from '../components/Icon.tsx';
import { useConnectionState } from '../engine/hooks.ts';
import styles from './EngineBanner.module.css';

/** Says when the engine stopped, that nothing is lost, and when it is back. */
export function EngineBanner() {
  const state = useConnectionState();
  const [wasLost, setWasLost] = useState(false);
  if (state === 'lost' && !wasLost) setWasLost(true);
  const isBack = wasLost && state === 'ready';
  useEffect(() => {
    if (!isBack) return;
    const timer = setTimeout(() => setWasLost(false), 8000);
    return () => clearTimeout(timer);
  }, [isBack]);
  if (!wasLost) return null;
  return (
    <div className={isBack ? styles.back : styles.lost} role="alert">
      <Icon name={isBack ? 'check-circle' : 'warning'} />
      {isBack
        ? 'The engine is running again. Everything stored before it stopped is there; an import that was under way must be started again.'
        : 'The engine stopped and is being started again. Everything stored so far is safe. What you do now may fail until it is back.'}
    </div>
  );
}
