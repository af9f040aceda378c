// vm/start/jdk_home.h - where the class library comes from.
#pragma once

#include <string>

#include "vm/start/options.h"

namespace kiln {

// The home of a JDK 17 (the folder with lib/modules): -Xkiln:jdk, -Djava.home, the JDK that has loaded this library
// (its libjli.so or libjava.so is in the process), JAVA_HOME, /usr/lib/jvm. Empty, and `error` says where it looked, when
// there is none.
std::string find_jdk_home(const VmOptions& options, std::string* error);

}  // namespace kiln
