import java.util.List;

class Wrong {
  int twice(String s) {
    return s * 2;
  }

  void call() {
    List<String> list = List.of(1, 2);
    undefined(list);
    for (int i : list) ;
  }
}
