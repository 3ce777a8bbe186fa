/** Text read by the browser's own voice, on request. */
import { language } from '../language';

export function canSpeak(): boolean {
  return 'speechSynthesis' in globalThis;
}

/** Reads a text, or stops the one that is being read. */
export function speak(text: string): void {
  if (speechSynthesis.speaking) return speechSynthesis.cancel();
  const said = new SpeechSynthesisUtterance(text);
  said.lang = language();
  speechSynthesis.speak(said);
}
