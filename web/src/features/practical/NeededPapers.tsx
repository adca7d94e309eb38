import type { NamedKind, ProfileReference, Reference } from '@api/types';
import { getReference } from '~/lib/api/index.ts';
import { say } from '~/lib/i18n/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { Loaded } from '~/ui/Loading.tsx';
import { t } from './texts.ts';

function Kinds({ title, kinds }: { title: string; kinds: readonly NamedKind[] }) {
  if (kinds.length === 0) return null;
  return (
    <>
      <h4>{title}</h4>
      <ul>
        {kinds.map(({ kind, name, required }) => (
          <li key={kind}>{required ? say(name) : t('optional', { name: say(name) })}</li>
        ))}
      </ul>
    </>
  );
}

function Profile({ profile }: { profile: ProfileReference }) {
  return (
    <details>
      <summary>{say(profile.name)}</summary>
      <div class="prose">
        <p>{say(profile.hint)}</p>
        <Kinds title={t('documents.identifiers')} kinds={profile.identifiers} />
        <Kinds title={t('documents.papers')} kinds={profile.papers} />
      </div>
    </details>
  );
}

function Documents({ kinds }: { kinds: Reference['documentKinds'] }) {
  return (
    <>
      {[true, false].map((required) => {
        const listed = kinds.filter((one) => (one.required ?? false) === required);
        if (listed.length === 0) return null;
        return (
          <div key={String(required)}>
            <h3>{t(required ? 'documents.required' : 'documents.other')}</h3>
            <ul>
              {listed.map(({ code, name }) => (
                <li key={code}>{say(name)}</li>
              ))}
            </ul>
          </div>
        );
      })}
    </>
  );
}

/** What to have at hand before starting, for the application and for the account. */
export default function NeededPapers() {
  const reference = useLoad(getReference, []);
  return (
    <Loaded from={reference}>
      {({ documentKinds, applicantProfiles }) => (
        <div class="site-columns">
          <div class="prose">
            <Documents kinds={documentKinds} />
          </div>
          <div class="prose">
            <h3>{t('documents.account')}</h3>
            {applicantProfiles.map((profile) => (
              <Profile key={profile.code} profile={profile} />
            ))}
          </div>
        </div>
      )}
    </Loaded>
  );
}
