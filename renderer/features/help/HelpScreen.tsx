import { NavLink, useLocation, useNavigate, useParams } from 'react-router';
import { z } from 'zod';
import { Button } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import { useEngineQuery } from '../../engine/hooks.ts';
import { HelpReader } from './HelpReader.tsx';
import styles from './HelpScreen.module.css';

const comingFrom = z.object({ from: z.string() });

/** The help on the whole screen, its contents beside it. The way back leads to the screen one came from. */
export function HelpScreen() {
  const { page = 'contents' } = useParams();
  const { hash, state } = useLocation();
  const navigate = useNavigate();
  const from = comingFrom.safeParse(state).data?.from ?? '/';
  const sections = useEngineQuery('help.book', {}).data?.sections ?? [];
  const titles = new Map((useEngineQuery('help.book', {}).data?.pages ?? []).map(({ id, title }) => [id, title]));
  return (
    <div className={styles.screen}>
      <h1 className="visually-hidden">Help</h1>
      <nav className={styles.contents} aria-label="Pages of the help" tabIndex={0}>
        {sections.map((section) => (
          <section key={section.title}>
            <h2 className={styles.section}>{section.title}</h2>
            {section.pages.map((id) => (
              <NavLink
                key={id}
                to={`/help/${id}`}
                state={{ from }}
                className={({ isActive }) => cx(styles.page, isActive && styles.current)}
              >
                {titles.get(id) ?? id}
              </NavLink>
            ))}
          </section>
        ))}
      </nav>
      <HelpReader
        place={`${page}${hash}`}
        onGo={(to) => void navigate(`/help/${to}`, { state: { from } })}
        onBack={() => void navigate(-1)}
        onForward={() => void navigate(1)}
        actions={
          <>
            <Button size="small" onPress={() => window.print()}>
              Print…
            </Button>
            <Button size="small" icon="close" onPress={() => void navigate(from)}>
              Back to the work
            </Button>
          </>
        }
      />
    </div>
  );
}
