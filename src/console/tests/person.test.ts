import { describe, expect, it } from 'vitest'
import { soughtBy } from '@/features/person/queries'

describe('a person', () => {
  it('is sought by resident ID when the number is one, and by phone otherwise', () => {
    for (const id of ['330106199003071615', '33010619900307 1615', '11010519491231002x', '330106900307161'])
      expect(soughtBy(id, 'r')).toEqual({ id_number: id.replace(' ', ''), reason: 'r' })
    for (const phone of ['13812345678', ' 0571-88880000', '+8613812345678', '12'])
      expect(soughtBy(phone, 'r')).toEqual({ phone: phone.trim(), reason: 'r' })
  })
})
