import { holdsHdf5 } from '../../files/hdf5/signature';
import type { RecordingFormat } from '../format';
import { openHdf5Recording } from './open';

export const hdf5Format: RecordingFormat = {
  description: 'HDF5 with NWB, stimfit or plain data',
  recognises: ({ source }) => holdsHdf5(source),
  open: openHdf5Recording,
};
