/** The environment variable that names the folder TensorFlow is installed in; the extension sets it. */
export const TENSORFLOW_FOLDER = 'MINIML_TENSORFLOW';
