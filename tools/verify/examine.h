// tools/verify/examine.h - verifies a class and keeps what the verifier says on the way.
#pragma once

#include "tools/verify/class_world.h"
#include "tools/verify/report.h"

namespace kiln::verify {

// `klass` may be malformed: that is what the report says then. With `all_frames` the report has the frame before every
// instruction of every method; without, only what concerns mistakes.
ClassReport examine(ClassWorld& world, LoadedClass* klass, std::string source, bool all_frames);

}  // namespace kiln::verify
