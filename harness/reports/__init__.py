"""Reports: an `Assessment` -> 总报告, 台账, 反馈单, 截止日一览 and a page. `bundle.write_all` is the door."""
