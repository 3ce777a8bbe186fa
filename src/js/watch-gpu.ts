/**
 * Hears every error of every GPU device that this worker opens.
 *
 * A rejected shader or an invalid command would otherwise leave old numbers in a buffer and no error in Rust,
 * and a lost device would leave a read waiting for ever.
 */
export function watchGpu(onFailure: (reason: string, isMemory?: boolean) => void): void {
  if (typeof GPUAdapter === 'undefined') return;
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, descriptor?: GPUDeviceDescriptor) {
    const device = await requestDevice.call(this, descriptor);
    device.addEventListener('uncapturederror', ({ error }) => {
      onFailure(error.message, error instanceof GPUOutOfMemoryError);
    });
    void device.lost.then((info) => onFailure(`it was lost (${info.reason}): ${info.message}`));
    watchShaders(device, onFailure);
    return device;
  };
}

function watchShaders(device: GPUDevice, onFailure: (reason: string) => void): void {
  const { createShaderModule } = device;
  device.createShaderModule = (descriptor) => {
    const shader = createShaderModule.call(device, descriptor);
    void shader.getCompilationInfo().then(({ messages }) => {
      const error = messages.find((message) => message.type === 'error');
      if (error) onFailure(`a shader was rejected: ${error.message}`);
    });
    return shader;
  };
}
