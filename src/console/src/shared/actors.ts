// Who did something, as people read it: the journal names an account, a key or the system.
import { useI18n } from 'vue-i18n'
import { session } from '@/features/session/session'

export function useActorName(): (actor: string) => string {
  const { t, te } = useI18n()
  return (actor) => {
    if (actor === session.value?.actor) return t('actor.me')
    const kind = actor.split(':')[0] ?? actor
    return te(`actor.${kind}`) ? t(`actor.${kind}`, { id: actor.slice(kind.length + 1) }) : actor
  }
}
