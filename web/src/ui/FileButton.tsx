import { useState } from 'preact/hooks';
import { announce } from '~/lib/a11y/index.ts';
import { saveBlob } from '~/lib/api/files.ts';
import { asProblem, type Problem } from '~/lib/net/problem.ts';
import { Banner } from './Banner.tsx';
import { Button, type ButtonKind } from './Button.tsx';
import { problemText } from './ErrorState.tsx';
import { t } from './texts.ts';

interface FileButtonProps {
  name: string;
  fetch: () => Promise<Blob>;
  /** Called when the file has come. */
  onDone?: () => void;
  kind?: ButtonKind;
  small?: boolean;
  /** What the button is called where its text alone does not say of which record it is. */
  label?: string | undefined;
  children: string;
}

/** A button that fetches a protected file and hands it over under its name. */
export function FileButton({ name, fetch, onDone, children, ...button }: FileButtonProps) {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const run = async () => {
    setPending(true);
    setProblem(undefined);
    try {
      saveBlob(await fetch(), name);
      announce(t('file.done'));
      onDone?.();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setPending(false);
    }
  };
  const { kind = 'secondary', label, ...rest } = button;
  return (
    <>
      <Button
        {...rest}
        kind={kind}
        {...(label ? { label } : {})}
        pending={pending}
        pendingText={t('file.pending')}
        onClick={() => void run()}
      >
        {children}
      </Button>
      {problem && (
        <Banner tone="error" live>
          <p>{problemText(problem).detail ?? problemText(problem).title}</p>
        </Banner>
      )}
    </>
  );
}
