import { seededRandom, type Random } from '../base/random.ts'
import { AdaptiveLimit } from './adaptive-limit.ts'
import { steadyClock, wait, type Clock } from './clock.ts'
import { ProviderError, type Provider } from './provider.ts'

export interface LimiterOptions {
  /** Most calls in flight at once, whatever the server bears. */
  readonly ceiling: number
  /** In flight at first; 24. */
  readonly start?: number
  /** Tries of one call, throttled ones not counted; 6. */
  readonly tries?: number
  /** Milliseconds after which a try has hung; 120,000, or Infinity for an engine in process, which is only slow. */
  readonly timeout?: number
  /** Milliseconds for all tries and pauses of one call together; 600,000. */
  readonly deadline?: number
  /** Seeds the jitter; a generator of its own by default. */
  readonly random?: Random
  readonly clock?: Clock
}

/** What has happened so far. */
export interface LimiterStats {
  /** Requests sent, retries among them. */
  readonly tries: number
  readonly retries: number
  readonly throttled: number
  readonly timeouts: number
  readonly inFlight: number
  readonly peak: number
  /** How many may be in flight now. */
  readonly limit: number
}

export interface Limited extends Provider {
  readonly stats: LimiterStats
}

/** Pauses between tries double from here up to there, in milliseconds. */
const firstPause = 500
const longestPause = 30_000
/** After so many answers, how long they take is known. */
const answersToKnow = 20
/** No answer is given up sooner than this, in milliseconds. */
const shortestPatience = 10_000
/** Tries of a server that has never answered at all. */
const triesToReach = 3

/**
 * A provider that can be called as often as one likes: at most as many calls
 * are in flight as the server bears, and what is worth asking again is asked
 * again.
 *
 * - The limit adapts to throttling and latency, up to the ceiling.
 * - Where the server asks to wait, everybody waits. A wait longer than the
 *   deadline stops the run with `provider/quota`.
 * - Errors of kind `again` are tried again after a pause that doubles, drawn at
 *   random from nothing to all of it (full jitter); no slot is held meanwhile.
 * - A try that hangs is cut off: after `timeout`, or sooner where it takes four
 *   times as long as the slowest answer so far. The next try gets twice as long.
 * - An abort ends every call at once, with the signal's reason.
 *
 * @throws ProviderError the last one, when the tries or the deadline are used up.
 */
export function limited(provider: Provider, options: LimiterOptions): Limited {
  const { tries: mostTries = 6, deadline = 600_000, clock = steadyClock } = options
  const { timeout = provider.ordered ? Number.POSITIVE_INFINITY : 120_000 } = options
  const { random = seededRandom('limiter') } = options
  const ceiling = Math.min(options.ceiling, provider.concurrency ?? Number.POSITIVE_INFINITY)
  const limit = new AdaptiveLimit(ceiling, options.start ?? 24)
  const slots = new Slots(limit, clock)
  const counted = { tries: 0, retries: 0, throttled: 0, timeouts: 0 }
  let answers = 0
  let slowest = 0
  let lastAnswer = Number.NEGATIVE_INFINITY

  /** How long one try may take when so many of its call have hung. */
  function patience(hung: number): number {
    if (answers < answersToKnow || timeout === Number.POSITIVE_INFINITY) return timeout
    return Math.min(timeout, Math.max(shortestPatience, 4 * slowest) * 2 ** hung)
  }

  async function attempt<T>(send: Send<T>, signal: AbortSignal, hung: number): Promise<T> {
    signal.throwIfAborted()
    const began = clock.now()
    counted.tries++
    try {
      const answer = await withinTime(provider.model, send, signal, patience(hung), clock)
      const ended = clock.now()
      answers++
      lastAnswer = ended
      slowest = Math.max(slowest * 0.999, ended - began)
      limit.answered(began, ended, slots.busy)
      return answer
    } catch (error) {
      if (error instanceof ProviderError && error.throttled) {
        counted.throttled++
        limit.throttled(began, clock.now())
        if (error.retryAfter !== undefined && error.retryAfter <= deadline) slots.pause(error.retryAfter)
      }
      if (isHang(error)) {
        counted.timeouts++
        // One that hangs is bad luck; where nobody is answered any more, there are too many.
        if (lastAnswer < began) limit.throttled(began, clock.now())
      }
      throw error
    }
  }

  /** Sends until there is an answer, or there will be none. */
  async function answerOf<T>(send: Send<T>, signal: AbortSignal): Promise<T> {
    let giveUp = Number.POSITIVE_INFINITY
    let [failed, hung] = [0, 0]
    for (let n = 0; ; n++) {
      if (n > 0) counted.retries++
      await slots.take(signal, n > 0)
      if (n === 0) giveUp = clock.now() + deadline
      let error: unknown
      try {
        return await attempt(send, signal, hung)
      } catch (thrown) {
        error = thrown
      } finally {
        slots.free()
      }

      signal.throwIfAborted()
      if (!(error instanceof ProviderError) || error.kind !== 'again') throw error
      if (error.retryAfter !== undefined && error.retryAfter > deadline) throw outOfQuota(error)
      if (isHang(error)) hung++
      if (!error.throttled) failed++
      if (error.code === 'provider/unreachable' && answers === 0 && failed >= triesToReach) {
        const { message, code, remedy } = error
        throw new ProviderError('stop', { message, code, remedy, cause: error })
      }
      const pause = random() * Math.min(longestPause, firstPause * 2 ** Math.min(n, 16))
      // A pause for everybody is waited for at the slots.
      const own =
        error.throttled && error.retryAfter !== undefined ? 0 : Math.max(pause, error.retryAfter ?? 0)
      if (failed >= mostTries || clock.now() + Math.max(own, error.retryAfter ?? 0) > giveUp) throw error
      await wait(own, signal, clock)
    }
  }

  return {
    model: provider.model,
    modes: provider.modes,
    defaultMode: provider.defaultMode,
    images: provider.images,
    concurrency: ceiling,
    ordered: provider.ordered ?? false,
    byItem: provider.byItem ?? false,
    get notes() {
      return provider.notes ?? []
    },
    get stats() {
      return { ...counted, inFlight: slots.inFlight, peak: slots.peak, limit: limit.value }
    },

    generate: (request, signal) => answerOf((own) => provider.generate(request, own), signal),
    ...(provider.likelihood
      ? { likelihood: (request, signal) => answerOf((own) => provider.likelihood!(request, own), signal) }
      : {}),
    close: async () => provider.close?.(),
  }
}

/** A call to the provider; the signal ends it. */
type Send<T> = (signal: AbortSignal) => Promise<T>

/** One try: ends with the answer, the error, the abort or the time-out, whichever is first. */
function withinTime<T>(
  model: string,
  send: Send<T>,
  signal: AbortSignal,
  milliseconds: number,
  clock: Clock,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const own = new AbortController()
    const end = () => {
      cancel()
      signal.removeEventListener('abort', onAbort)
    }
    const cutOff = (reason: unknown) => {
      end()
      // Rejected first: a provider that does not listen is not waited for.
      reject(reason)
      own.abort(reason)
    }
    const onAbort = () => cutOff(signal.reason)
    const cancel = clock.after(milliseconds, () => cutOff(hang(model, milliseconds)))
    signal.addEventListener('abort', onAbort)
    send(own.signal).then(
      (answer) => {
        end()
        resolve(answer)
      },
      (error: unknown) => {
        end()
        reject(error)
      },
    )
  })
}

const hang = (model: string, milliseconds: number): ProviderError =>
  new ProviderError('again', {
    code: 'provider/timeout',
    message: `${model} gave no answer within ${Math.round(milliseconds / 1000)} s.`,
  })

const isHang = (error: unknown): error is ProviderError =>
  error instanceof ProviderError && error.code === 'provider/timeout'

function outOfQuota(error: ProviderError): ProviderError {
  const minutes = Math.ceil((error.retryAfter ?? 0) / 60_000)
  return new ProviderError('stop', {
    code: 'provider/quota',
    message: `The server asks to wait ${minutes} minutes: ${error.message}`,
    remedy: `Run the same command again in ${minutes} minutes: it goes on where it stopped.`,
    cause: error,
  })
}

/** Places for calls in flight, given in the order in which they are asked for; retries go first. */
class Slots {
  readonly #limit: AdaptiveLimit
  readonly #clock: Clock
  readonly #waiting: (() => void)[] = []
  #pausedUntil = Number.NEGATIVE_INFINITY
  /** Calls off the end of the pause; there only while somebody waits for it. */
  #stopPause: (() => void) | undefined
  inFlight = 0
  peak = 0

  constructor(limit: AdaptiveLimit, clock: Clock) {
    this.#limit = limit
    this.#clock = clock
  }

  /** Whether the limit is what holds calls back, or nearly so. */
  get busy(): boolean {
    return this.inFlight >= this.#limit.value - 1
  }

  async take(signal: AbortSignal, first: boolean): Promise<void> {
    signal.throwIfAborted()
    if (this.#waiting.length === 0 && this.#isOpen()) {
      this.#enter()
      return
    }
    await new Promise<void>((resolve, reject) => {
      const onAbort = () => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1)
        this.#awaitPause()
        reject(signal.reason)
      }
      const enter = () => {
        signal.removeEventListener('abort', onAbort)
        resolve()
      }
      signal.addEventListener('abort', onAbort)
      if (first) this.#waiting.unshift(enter)
      else this.#waiting.push(enter)
      this.#awaitPause()
    })
  }

  free(): void {
    this.inFlight--
    this.#letIn()
  }

  /** Nobody enters for so many milliseconds. */
  pause(milliseconds: number): void {
    const until = this.#clock.now() + milliseconds
    if (until <= this.#pausedUntil) return
    this.#pausedUntil = until
    this.#stopPause?.()
    this.#stopPause = undefined
    this.#awaitPause()
  }

  #isOpen(): boolean {
    return this.inFlight < this.#limit.value && this.#clock.now() >= this.#pausedUntil
  }

  #enter(): void {
    this.inFlight++
    this.peak = Math.max(this.peak, this.inFlight)
  }

  #letIn(): void {
    while (this.#waiting.length > 0 && this.#isOpen()) {
      this.#enter()
      this.#waiting.shift()!()
    }
  }

  /** A timer runs while somebody waits for the end of a pause, and no longer: it would keep the process alive. */
  #awaitPause(): void {
    const left = this.#pausedUntil - this.#clock.now()
    const needed = this.#waiting.length > 0 && left > 0
    if (needed === (this.#stopPause !== undefined)) return
    this.#stopPause?.()
    this.#stopPause = undefined
    if (!needed) return
    this.#stopPause = this.#clock.after(left, () => {
      this.#stopPause = undefined
      this.#pausedUntil = Number.NEGATIVE_INFINITY
      this.#letIn()
    })
  }
}
