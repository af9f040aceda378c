// vm/start/jdk_home.h - where the class library comes from.
#pragma once

#include <string>

namespace kiln {

// The home of a JDK 17 (the folder with lib/modules): `named` (-Xkiln:jdk) and no other if it is not empty; else `property`
// (-Djava.home, may be null), the JDK that has loaded this library (its libjli.so or libjava.so is in the process), JAVA_HOME,
// /usr/lib/jvm. Empty, and `error` says where it looked, when there is none.
std::string find_jdk_home(const std::string& named, const std::string* property, std::string* error);

}  // namespace kiln
