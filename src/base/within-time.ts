import { createContext, Script, type Context } from 'node:vm'

/**
 * What a function gives, or `undefined` where it takes longer than so many milliseconds: it is broken off then.
 *
 * For regular expressions that users write: one that backtracks without end
 * would hold the program so that not even Ctrl-C reaches it.
 */
export function withinTime<T>(milliseconds: number, find: () => T): T | undefined {
  context ??= createContext({})
  try {
    context['find'] = find
    return script.runInContext(context, { timeout: milliseconds }) as T
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined
    throw error
  } finally {
    delete context['find']
  }
}

const script = new Script('find()')
let context: Context | undefined
