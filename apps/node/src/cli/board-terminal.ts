import type { FeedEvent } from "../exchange/exchange-feed.ts";
import { type BoardAnswer, ExchangeBoard } from "./exchange-board.ts";

const REDRAW_MILLISECONDS = 250;
/** ECMA-48: cursor up, erase from there to the end of the screen. */
const back = (lines: number) => (lines === 0 ? "" : `\u001b[${lines}A\u001b[0J`);

/** Keeps an exchange's board on a terminal in its place, redrawn as things happen; at the end it stays as it was last. */
export class BoardOnTerminal {
  readonly #board = new ExchangeBoard();
  readonly #stream: NodeJS.WriteStream;
  readonly #timer: NodeJS.Timeout;
  #drawn = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    this.#timer = setInterval(() => this.#draw(), REDRAW_MILLISECONDS);
    this.#timer.unref();
  }

  show(event: FeedEvent): void {
    this.#board.show(event);
  }

  answer(answer: BoardAnswer): void {
    this.#board.answer(answer);
  }

  wait(reason: string): void {
    this.#board.wait(reason);
  }

  end(): void {
    clearInterval(this.#timer);
    this.#draw();
  }

  #draw(): void {
    const lines = this.#board.lines(this.#stream.columns || 80);
    this.#stream.write(`${back(this.#drawn)}${lines.join("\n")}\n`);
    this.#drawn = lines.length;
  }
}
