/** What “Try it” listens to: photos that are chosen, dropped or pasted, and the camera. */
import type { Actions } from './actions';
import { Camera, classifyFrames, stopUnwatched } from './camera';
import { byId } from './elements';
import { listenToDrop, takeFiles } from './files';
import type { Action, State, Trial } from './state';
import { whatIsMissing } from './try-view';

interface Page {
  actions: Actions;
  dispatch(action: Action): void;
  current(): State;
}

/** Wires the section; gives the camera, which is off. */
export function listenToTrial(page: Page): Camera {
  const tryFile = (file: Blob | undefined, name: Trial['name']) => {
    if (file) tryPicture(page, file, name);
  };
  byId('photo').addEventListener('change', () => {
    const [file] = takeFiles('photo');
    tryFile(file, { file: file?.name ?? '' });
  });
  listenToDrop(byId('photo-drop'), ([first]) => tryFile(first?.file, { file: first?.path ?? '' }));
  window.addEventListener('paste', ({ clipboardData }) => {
    const file = Array.from(clipboardData?.files ?? []).find(({ type }) => type.startsWith('image/'));
    if (file) byId('photo-drop').scrollIntoView({ block: 'nearest' });
    tryFile(file, 'try-pasted');
  });
  return listenToCamera(page);
}

function listenToCamera(page: Page): Camera {
  const { actions, dispatch } = page;
  const camera = new Camera(byId<HTMLVideoElement>('video'), {
    opening: () => dispatch({ kind: 'camera-opening' }),
    opened: () => dispatch({ kind: 'camera-opened' }),
    stopped: (end, error) => dispatch({ kind: 'camera-stopped', end, error }),
    async watch(video, signal) {
      const classify = actions.classifyFrame.bind(actions);
      await classifyFrames(video, signal, classify, (look) => dispatch({ kind: 'saw', ...look }));
      camera.stop('status-camera-stopped');
    },
  });
  stopUnwatched(camera, byId('camera-place'));
  byId('camera').addEventListener('click', () => {
    if (camera.isOff) void camera.start();
    else camera.stop('status-camera-stopped');
  });
  byId('keep-frame').addEventListener('click', () => {
    void camera.capture().then((frame) => frame && tryPicture(page, frame, 'try-from-camera'));
  });
  return camera;
}

function tryPicture({ actions, dispatch, current }: Page, picture: Blob | ImageBitmap, name: Trial['name']): void {
  const state = current();
  const reason = whatIsMissing(state);
  if (reason !== null) return dispatch({ kind: 'refused', reason });
  const [canClassify, numTest] = [state.classifierNames !== null, state.dataset?.test ?? 0];
  void actions.tryPicture(picture, { name, canClassify, numTest });
}
