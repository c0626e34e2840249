// What a reply has to hold before it is sent: what was done, when, whom to ask, and that the caller was told.
export type CheckName = 'measure' | 'time' | 'contact' | 'told' | 'blank'
export interface Check {
  name: CheckName
  ok: boolean
}

const least = 30 // characters

const time = /\d{1,2}\s*[月/.-]\s*\d{1,2}|\d{1,2}\s*日|\d{1,2}\s*[点时]|\d{1,2}:\d{2}|今日|今天|当日|当天|昨日|次日|\b(today|yesterday|\d{1,2}(am|pm))\b/i
const phone = /(?:\d{3,4}-)?\d{7,8}|1\d{10}/
const person = /联系人|经办人|[一-鿿](?:工|警官|主任|科长|队长|先生|女士|同志|师傅|老师)|contact/i
const told = /告知|电话联系|回复诉求人|联系诉求人|当面|致电|诉求人(?:表示|认可|知晓|满意)|told|informed|called/i

// `words` of the reply. `blank` is only named when there is one.
export function checkReply(words: string): Check[] {
  const bare = words.replace(/[\s_]/g, '')
  const checks: Check[] = [
    { name: 'measure', ok: bare.length >= least },
    { name: 'time', ok: time.test(words) },
    { name: 'contact', ok: phone.test(words) && person.test(words) },
    { name: 'told', ok: told.test(words) },
  ]
  if (/_{2,}/.test(words)) checks.push({ name: 'blank', ok: false })
  return checks
}
