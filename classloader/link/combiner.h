// classloader/link/combiner.h - writes the combined instructions of vm/bytecode/combined_bytecodes.def.
#pragma once

#include <cstdint>
#include <span>

#include "vm/meta/method.h"

namespace kiln {

// `copy` holds rewritten code (rewriter.h) of the verified or walkable `original`. Before publication.
void combine_instructions(std::span<const uint8_t> original, std::span<const ExceptionHandler> handlers, uint8_t* copy);

}  // namespace kiln
